"""Pairs of reports of real news, read and judged one by one: how many of those put together are of two acts.

A line of gold/pairs.jsonl names two reports, each by its item of ../shared and the offsets of the act's words, and says
whether they are of the same act; it holds no text. The pairs are those that merging put together, or nearly so, when
they were read; a coder that reads other words for an act is measured by those whose words overlap.

Those of the second draw were read after merging had been tuned on the first alone, those of the third after it had been
tuned on both and the coder was trained anew, those of the fourth and fifth after the coder heard a second and a third
training. `was` says what it had done with them: "together" are all the pairs of these texts that it put together and nobody had read yet, "apart" are
the nearest that it did not. How many of the former are of two acts is what it does to pairs that nobody has tuned it on.
`why` is the reader's reason.

A draw holds what the coder of its day put together, and measures another coder low, however it merges. So the floors stand
on all draws together, and a coder that reads other acts adds its own.

python -m tests.quality.pairs [--coder rules] [--errors] [--raise]
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from dragoman.events import Recorded
from dragoman.merging.clustering import events_among
from dragoman.merging.traits import traits_of
from dragoman.pipeline import Pipeline
from dragoman.record import Article
from tests.quality.clusters import recorded_of, told_share
from tests.quality.gate import FLOORS, SHARED, falls, floors

PAIRS = Path(__file__).parent / "gold" / "pairs.jsonl"
TEXTS = (SHARED.parent / "data" / "wce_dev.jsonl", SHARED.parent / "data" / "wikinews.jsonl")
DRAWS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Judged:
    """Two acts told, each by the id of an item and the offsets of its words, and whether they are the same.

    `draw` is one of DRAWS, `was` what merging did with a pair of the later draws before that was read.
    """

    one: tuple[str, int, int]
    other: tuple[str, int, int]
    type: str
    is_same: bool
    draw: int = 1
    was: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What became of the judged pairs: `right` and `wrong` were put together, `missed` are the same and were not.

    `apart` are two acts and lie apart, `unread` were not coded on both sides; `unjudged` counts pairs put together that
    nobody read.
    """

    right: list[Judged]
    wrong: list[Judged]
    missed: list[Judged]
    apart: list[Judged]
    unread: list[Judged]
    unjudged: int

    def of(self, draw: int) -> "Found":
        """What became of the pairs of one draw."""
        bins = (self.right, self.wrong, self.missed, self.apart, self.unread)
        return Found(*([pair for pair in some if pair.draw == draw] for some in bins), self.unjudged)

    def told(self) -> str:
        """The figures in words."""
        figures, together = self.figures(), len(self.right) + len(self.wrong)
        return (
            f"{together} judged pairs put together, {len(self.wrong)} of them of two acts ({1 - figures['right']:.1%}); "
            f"of {len(self.right) + len(self.missed)} that are one act {len(self.right)} are together "
            f"({figures['found']:.1%}); {len(self.unread)} not coded on both sides"
        )

    def figures(self) -> dict[str, float]:
        """The share of pairs put together that are right, and of those that are the same, that are together."""
        together, same = len(self.right) + len(self.wrong), len(self.right) + len(self.missed)
        return {"right": len(self.right) / max(1, together), "found": len(self.right) / max(1, same)}


def judged() -> list[Judged]:
    """The judged pairs."""
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    return [
        Judged(tuple(row["one"]), tuple(row["other"]), row["type"], row["same"], row.get("draw", 1), row.get("was", ""))
        for row in rows
    ]


def is_here() -> bool:
    """True where the texts lie beside the checkout."""
    return all(file.is_file() for file in TEXTS)


def articles(wanted: set[str]) -> Iterator[Article]:
    """The items with these ids."""
    for file in TEXTS:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row["id"] in wanted:
                    day, title = date.fromisoformat(row["date"]), row.get("title", "")
                    id_ = Article.identify(title, row["text"], day)
                    yield Article(id_, row["text"], title, published_on=day, outlets=(file.stem,), came_as=row["id"])


def measure(pairs: list[Judged], pipeline: Pipeline) -> Found:
    """Code the items of the judged pairs, merge what is told in them, and look where each pair came to lie."""
    wanted = {item for pair in pairs for item, _, _ in (pair.one, pair.other)}
    told: dict[str, list[Recorded]] = defaultdict(list)
    for article, reports in pipeline.reports(articles(wanted)):
        told[article.came_as].extend(recorded_of(article, reports))
    events = events_among([traits_of(each) for some in told.values() for each in some])
    event = {each.report: place for place, cluster in enumerate(events) for each in cluster}
    found, seen = Found([], [], [], [], [], 0), set()
    for pair in pairs:
        one, other = _report(pair.one, told), _report(pair.other, told)
        if one is None or other is None:
            found.unread.append(pair)
            continue
        seen.add(frozenset((one.id, other.id)))
        is_together = event[one.id] == event[other.id]
        bins = ((found.apart, found.wrong), (found.missed, found.right))
        bins[pair.is_same][is_together].append(pair)
    together = [
        frozenset((one.report, other.report))
        for cluster in events
        for one, other in combinations(cluster, 2)
        if one.article != other.article
    ]
    return Found(
        found.right, found.wrong, found.missed, found.apart, found.unread, sum(pair not in seen for pair in together)
    )


def _report(act: tuple[str, int, int], told: Mapping[str, list[Recorded]]) -> Recorded | None:
    """The report whose words overlap most with those of an act; None if none does."""
    item, start, end = act
    best = max(told[item], key=lambda each: _shared(each, start, end), default=None)
    return best if best is not None and _shared(best, start, end) > 0 else None


def _shared(each: Recorded, start: int, end: int) -> int:
    anchor = each.report.anchor
    return min(anchor.end, end) - max(anchor.start, start)


def main() -> int:
    """Print the figures; 1 if one fell under its floor."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--coder", default="trained")
    ask.add_argument("--errors", action="store_true", help="show the pairs put together wrongly, and those missed")
    ask.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what was reached")
    asked = ask.parse_args()
    if not is_here():
        print("pairs: ../shared is not beside this checkout, not measured")
        return 0
    found = measure(judged(), Pipeline(coder=asked.coder))
    print(f"pairs, {asked.coder} coder: {found.told()}; {found.unjudged} put together that nobody judged")
    for draw in DRAWS:
        print(f"  draw {draw}: {found.of(draw).told()}")
    for draw in DRAWS:
        before = [pair for pair in judged() if pair.was == "together" and pair.draw == draw]
        false = sum(not pair.is_same for pair in before)
        if before:
            print(f"  draw {draw} before it was read: {len(before)} put together, {told_share(false, len(before))}")
    if asked.errors:
        for name, some in (("wrong", found.wrong), ("missed", found.missed)):
            for each in some:
                print(f"  {name} {each.type} {each.one} {each.other}")
    if asked.coder != "trained":
        return 0
    figures = found.figures()
    if asked.lift:
        kept = floors()
        held = kept.get("pairs", {})
        kept["pairs"] = {
            what: max(int(10_000 * value) / 10_000, held.get(what, 0.0)) for what, value in figures.items()
        }
        FLOORS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    fallen = falls("pairs", figures)
    print("\n".join(fallen) or "nothing under its floor")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
