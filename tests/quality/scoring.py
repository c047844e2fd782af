"""How well coded events agree with gold ones: act, dyad and record F1, and the accuracy of each field.

The figures are those of the codebook's scorer: events of an item are paired one to one, the likeliest pair
first; a participant counts by its id, else its country; a side left empty counts as "?".
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

Event = Mapping[str, Any]

# Types in which several actors without a recipient act upon each other.
RECIPROCAL = frozenset(("CONSULT", "COOPERATE", "ASSAULT", "AGREE", "SUPPORT"))
FIELDS = ("status", "unsettled", "when", "where", "said_by", "claims", "mode")


@dataclass
class Tally:
    """Right, gold and coded counts; precision, recall and F1 come from them."""

    right: int = 0
    gold: int = 0
    coded: int = 0

    @property
    def precision(self) -> float:
        """Share of what was coded that is right."""
        return self.right / self.coded if self.coded else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Scores:
    """All figures of one comparison; `fields` holds (right, of) for each field, `differences` what went wrong."""

    act: Tally = field(default_factory=Tally)
    dyad: Tally = field(default_factory=Tally)
    record: Tally = field(default_factory=Tally)
    quiet: tuple[int, int] = (0, 0)
    fields: dict[str, tuple[int, int]] = field(default_factory=lambda: dict.fromkeys(FIELDS, (0, 0)))
    by_type: dict[str, Tally] = field(default_factory=dict)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    differences: Counter[str] = field(default_factory=Counter)

    def figures(self) -> dict[str, float]:
        """Each figure by name, 0 to 1; one that rests on no case is left out."""
        found = {"act": self.act.f1, "dyad": self.dyad.f1, "record": self.record.f1}
        for name, (right, of) in {"quiet": self.quiet, **self.fields}.items():
            if of:
                found[name] = right / of
        return {name: round(value, 4) for name, value in found.items()}


def code(entity: Mapping[str, Any]) -> str:
    """What identifies a participant in a comparison."""
    return entity.get("id") or entity.get("country") or "?"


def _codes(entities: Iterable[Mapping[str, Any]] | None) -> frozenset[str]:
    return frozenset(code(entity) for entity in entities or ())


def dyads(event: Event) -> set[tuple[str, str, str]]:
    """(type, actor, recipient) of an event; pairs of reciprocal acts are unordered."""
    kind, actors, recipients = event["type"], _codes(event.get("actors")), _codes(event.get("recipients"))
    if not recipients and len(actors) > 1 and kind in RECIPROCAL:
        return {(kind, one, other) for one, other in combinations(sorted(actors), 2)}
    pairs = {(one, other) for one in actors or {"?"} for other in recipients or {"?"}}
    if kind in ("CONSULT", "COOPERATE"):
        return {(kind, *sorted(pair)) for pair in pairs}  # type: ignore[misc]
    return {(kind, one, other) for one, other in pairs}


def _is_stated(event: Event) -> bool:
    return (event.get("when") or {}).get("basis") == "stated"


def _days(event: Event) -> tuple[str | None, str | None]:
    when = event.get("when") or {}
    return when.get("from"), when.get("to")


def _likeness(gold: Event, coded: Event) -> float:
    words = [set(re.findall(r"\w{4,}", (each.get("anchor") or "").lower())) for each in (gold, coded)]
    mine, theirs = (gold.get("anchor") or "\0"), (coded.get("anchor") or "\0")
    overlap = bool(words[0] & words[1]) or mine in theirs or theirs in mine
    same_type = gold["type"] == coded["type"]
    if not (same_type or overlap):
        return 0.0
    one, other = dyads(gold), dyads(coded)
    shared = len(one & other) / max(1, len(one | other))
    return 2.0 * same_type + 1.5 * overlap + shared + 0.25 * (gold.get("status") == coded.get("status"))


def pairs_of(gold: Sequence[Event], coded: Sequence[Event]) -> list[tuple[Event, Event]]:
    """Gold and coded events of one item, paired one to one, the likeliest pair first."""
    table = [(_likeness(one, other), i, j) for i, one in enumerate(gold) for j, other in enumerate(coded)]
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for worth, i, j in sorted(table, key=lambda row: (-row[0], row[1], row[2])):
        if worth > 0 and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((gold[i], coded[j]))
    return found


def is_right(gold: Event, coded: Event) -> bool:
    """True if type, participants, status and stated days all agree."""
    if gold["type"] != coded["type"] or dyads(gold) != dyads(coded) or gold.get("status") != coded.get("status"):
        return False
    return _is_stated(gold) == _is_stated(coded) and (not _is_stated(gold) or _days(gold) == _days(coded))


def _checks(gold: Event, coded: Event) -> dict[str, tuple[bool, bool]]:
    """For each field whether the pair counts for it and whether it is right."""
    status = gold.get("status") == coded.get("status")
    speakers = [code(each["said_by"]) if each.get("said_by") else None for each in (gold, coded)]
    places = [(each.get("where") or {}).get("country") for each in (gold, coded)]
    return {
        "status": (True, status),
        "unsettled": (gold.get("status") != "happened", status),
        "when": (_is_stated(gold), _days(gold) == _days(coded)),
        "where": (bool(gold.get("where")), places[0] == places[1]),
        "said_by": (True, speakers[0] == speakers[1]),
        "claims": (bool(gold.get("said_by")), speakers[0] == speakers[1]),
        "mode": (bool(gold.get("mode")), gold.get("mode") == coded.get("mode")),
    }


def score(gold: Mapping[str, Sequence[Event]], coded: Mapping[str, Sequence[Event]]) -> Scores:
    """Compare coded items with gold ones, both as lists of events by item id; an absent item has none."""
    scores = Scores()
    for key, expected in gold.items():
        _score_item(scores, key, expected, coded.get(key, ()))
    return scores


def _score_item(scores: Scores, key: str, expected: Sequence[Event], found: Sequence[Event]) -> None:
    if not expected:
        scores.quiet = (scores.quiet[0] + (not found), scores.quiet[1] + 1)
    for tally in (scores.act, scores.record):
        tally.gold += len(expected)
        tally.coded += len(found)
    mine = Counter(dyad for event in expected for dyad in dyads(event))
    theirs = Counter(dyad for event in found for dyad in dyads(event))
    scores.dyad.gold += mine.total()
    scores.dyad.coded += theirs.total()
    scores.dyad.right += (mine & theirs).total()
    for event in expected:
        scores.by_type.setdefault(event["type"], Tally()).gold += 1
    for event in found:
        scores.by_type.setdefault(event["type"], Tally()).coded += 1
    pairs = pairs_of(expected, found)
    scores.differences[key] += len(expected) + len(found) - 2 * len(pairs)
    for one, other in pairs:
        scores.confusion[one["type"], other["type"]] += 1
        right = is_right(one, other)
        scores.record.right += right
        scores.differences[key] += not right
        if one["type"] != other["type"]:
            continue
        scores.act.right += 1
        scores.by_type[one["type"]].right += 1
        for name, (counts, agrees) in _checks(one, other).items():
            if counts:
                hit, of = scores.fields[name]
                scores.fields[name] = (hit + agrees, of + 1)
