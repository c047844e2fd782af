"""Pairs of reports of real news, read and judged one by one: how many of those put together are of two acts.

A line of gold/pairs.jsonl names two reports, each by its item of ../shared and the offsets of the act's words, and says
whether they are of the same act; it holds no text. The pairs are those that merging put together, or nearly so, when
they were read; a coder that reads other words for an act is measured by those whose words overlap.
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
from tests.quality.clusters import recorded_of
from tests.quality.gate import FLOORS, SHARED, falls, floors

PAIRS = Path(__file__).parent / "gold" / "pairs.jsonl"
TEXTS = (SHARED.parent / "data" / "wce_dev.jsonl", SHARED.parent / "data" / "wikinews.jsonl")
NAME = "pairs"


@dataclass(frozen=True, slots=True)
class Judged:
    """Two acts told, each by the id of an item and the offsets of its words, and whether they are the same."""

    one: tuple[str, int, int]
    other: tuple[str, int, int]
    type: str
    is_same: bool


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

    def figures(self) -> dict[str, float]:
        """The share of pairs put together that are right, and of those that are the same, that are together."""
        together, same = len(self.right) + len(self.wrong), len(self.right) + len(self.missed)
        return {"right": len(self.right) / max(1, together), "found": len(self.right) / max(1, same)}


def judged() -> list[Judged]:
    """The judged pairs."""
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    return [Judged(tuple(row["one"]), tuple(row["other"]), row["type"], row["same"]) for row in rows]


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
    figures = found.figures()
    together = len(found.right) + len(found.wrong)
    print(
        f"pairs, {asked.coder} coder: {together} judged pairs put together, {len(found.wrong)} of them of two acts "
        f"({1 - figures['right']:.1%}); of {len(found.right) + len(found.missed)} that are one act {len(found.right)} "
        f"are together ({figures['found']:.1%}); {len(found.unread)} not coded on both sides, "
        f"{found.unjudged} put together that nobody judged"
    )
    if asked.errors:
        for name, some in (("wrong", found.wrong), ("missed", found.missed)):
            for each in some:
                print(f"  {name} {each.type} {each.one} {each.other}")
    if asked.coder != "trained":
        return 0
    if asked.lift:
        kept = floors()
        kept[NAME] = {name: max(value, kept.get(NAME, {}).get(name, 0.0)) for name, value in figures.items()}
        FLOORS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    fallen = falls(NAME, figures)
    print("\n".join(fallen) or "nothing under its floor")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
