"""A story and a record made of it come in; one line for each thing that the record must hold goes out: held or not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.chronicle import Chronicle
from dragoman.events import Event, Tie
from dragoman.merging.pledges import pledges_of
from dragoman.pipeline import Pipeline
from dragoman.record import Report
from dragoman.store.view import Wanted, open_view
from tests.chronicle.records import added
from tests.stories.telling import Story, Told, days


@dataclass(frozen=True)
class Check:
    """One thing that the record must hold: what, whether it does, and what it holds instead."""

    what: str
    holds: bool
    instead: str = ""

    def __str__(self) -> str:
        return f"{'held  ' if self.holds else 'missed'} {self.what}" + ("" if self.holds else f": {self.instead}")


def told_checks(story: Story, folder: Path) -> list[Check]:
    """What holds of a record made from the reports that a careful reader takes: merging alone is tried."""
    by_article: dict[str, list[Report]] = {}
    for each in story.told:
        by_article.setdefault(each.report.article_id, []).append(each.report)
    coded = [(article, by_article.get(article.id, [])) for article in story.articles]
    return _checks(
        story, added(folder / f"{story.name}-told.db", [coded]), {each.report.id: each.report.id for each in story.told}
    )


def read_checks(story: Story, folder: Path, pipeline: Pipeline) -> list[Check]:
    """What holds of a record made from the texts by the whole pipeline: reading, coding and merging."""
    coded = list(pipeline.reports(story.articles))
    path = added(folder / f"{story.name}-{pipeline.coder.name}.db", [coded])
    reports = {article.id: found for article, found in coded}
    taken: set[str] = set()
    match: dict[str, str] = {}
    for each in story.told:
        found = _counterpart(each, [one for one in reports[each.report.article_id] if one.id not in taken])
        if found is not None:
            taken.add(found.id)
            match[each.report.id] = found.id
    return _checks(story, path, match)


def _counterpart(told: Told, coded: Sequence[Report]) -> Report | None:
    """The coded report of the same type whose words stand in the same sentence, the nearest to the told anchor."""
    wanted, sentence = told.report, told.report.sentence
    assert sentence is not None
    near = [
        each for each in coded
        if each.type is wanted.type and sentence.start <= each.anchor.start < sentence.end
    ]  # fmt: skip
    return min(near, key=lambda each: abs(each.anchor.start - wanted.anchor.start), default=None)


def _checks(story: Story, path: Path, match: Mapping[str, str]) -> list[Check]:
    with open_view(path) as view:
        chronicle = Chronicle(view)
        events = chronicle.events()
        found = list(_reading(story, match))
        home = {report.id: event for event in events for report in event.reports}
        for name, wanted in story.events.items():
            ids = [match[each.report.id] for each in story.told if each.of == name and each.report.id in match]
            found += _of_event(name, wanted, ids, home)
            found += _stages(name, wanted, ids, chronicle)
        found += _apart(story, match, home)
        found += _ties(story, chronicle.ties())
        found += _pledges(story, events, match, home)
    return found


def _reading(story: Story, match: Mapping[str, str]) -> Iterator[Check]:
    for each in story.told:
        words = f"{each.of}: “{each.report.anchor_text}” read as {each.report.type}"
        yield Check(words, each.report.id in match, "not read so")


def _of_event(name: str, wanted: Mapping[str, Any], ids: Sequence[str], home: Mapping[str, Event]) -> Iterator[Check]:
    homes = {home[id_].id: home[id_] for id_ in ids if id_ in home}
    yield Check(f"{name}: one event", len(homes) == 1, f"{len(homes)} events")
    event = next(iter(sorted(homes.values(), key=lambda each: -len(each.reports))), None)
    for what, value in _fields(event):
        if what in wanted:
            expected = wanted[what]
            yield Check(
                f"{name}: {what} {expected}", event is not None and value(event, expected), _instead(event, what)
            )


def _fields(event: Event | None) -> list[tuple[str, Callable[[Event, Any], bool]]]:
    return [
        ("type", lambda event, given: event.type == given),
        ("when", lambda event, given: event.when == days(given) or str(event.when) == given),
        ("where", lambda event, given: event.where is not None and event.where.name == given),
        ("parties", lambda event, given: set(given.split()) <= event.parties),
        ("origins", lambda event, given: len(event.origins) == given),
        ("contradicted", lambda event, given: event.is_contradicted is given),
        ("numbers", lambda event, given: sorted(f"{e.before} → {e.after}" for e in event.changed_numbers) == given),
    ]


def _instead(event: Event | None, what: str) -> str:
    if event is None:
        return "no event"
    return {
        "type": str(event.type),
        "when": str(event.when),
        "where": event.where.name if event.where else "none",
        "parties": " ".join(sorted(event.parties)),
        "origins": f"{len(event.origins)}: {', '.join(each.name for each in event.origins)}",
        "contradicted": str(event.is_contradicted),
        "numbers": str([f"{each.before} → {each.after}" for each in event.changed_numbers]),
    }[what]


def _stages(name: str, wanted: Mapping[str, Any], ids: Sequence[str], chronicle: Chronicle) -> Iterator[Check]:
    """The stage on each day that the story names, in a record as known by that day."""
    for text, stage in wanted.get("stages", {}).items():
        day = date.fromisoformat(text)
        known = [
            event for event in chronicle.events(Wanted(known_by=day)) if any(each.id in ids for each in event.reports)
        ]
        best = max(known, key=lambda event: sum(each.id in ids for each in event.reports), default=None)
        got = str(best.stage_on(day)) if best else "unheard of"
        yield Check(f"{name}: {stage} on {text}", got == stage, got)


def _apart(story: Story, match: Mapping[str, str], home: Mapping[str, Event]) -> Iterator[Check]:
    """Reports of two acts must not be in one event."""
    inside: dict[str, set[str]] = {}
    for each in story.told:
        id_ = match.get(each.report.id)
        if id_ in home:
            inside.setdefault(home[id_].id, set()).add(each.of)
    mixed = [names for names in inside.values() if len(names) > 1]
    yield Check("no two acts in one event", not mixed, "; ".join(" + ".join(sorted(names)) for names in mixed))


def _ties(story: Story, ties: Sequence[Tie]) -> Iterator[Check]:
    for wanted in story.ties:
        of_kind = [
            tie for tie in ties if (tie.kind, tie.who, tie.whom) == (wanted["kind"], wanted["who"], wanted["whom"])
        ]
        rest = {key: value for key, value in wanted.items() if key not in ("kind", "who", "whom")}
        fits = [tie for tie in of_kind if all(_tie_says(tie, key, value) for key, value in rest.items())]
        told = "; ".join(f"since {tie.since} notice {tie.notice_on} until {tie.until}" for tie in of_kind)
        what = f"tie {wanted['who']} {wanted['kind']} {wanted['whom']} {rest}"
        yield Check(what, bool(fits), told or "none learnt")


def _tie_says(tie: Tie, key: str, value: str) -> bool:
    if key == "notice":
        return str(tie.notice_on) == value
    when = tie.since if key == "since" else tie.until
    return value == "open" if when is None else str(when) == value


def _pledges(
    story: Story, events: Sequence[Event], match: Mapping[str, str], home: Mapping[str, Event]
) -> Iterator[Check]:
    pledges = {each.event: each for each in pledges_of(list(events))}
    for wanted in story.pledges:
        ids = [match[each.report.id] for each in story.told if each.of == wanted["event"] and each.report.id in match]
        made = next((pledges[home[id_].id] for id_ in ids if id_ in home and home[id_].id in pledges), None)
        score = "none yet" if made and made.score is None else str(made.score if made else "no pledge")
        yield Check(f"pledge {wanted['event']}: {wanted['score']}", score == str(wanted["score"]), score)
        if "due" in wanted:
            last = str(made.due.last) if made and made.due else "none"
            yield Check(f"pledge {wanted['event']}: due {wanted['due']}", last == wanted["due"], last)
