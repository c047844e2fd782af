"""Prints what holds of each story, as told and as each coder reads it: `python -m tests.stories [--raise] [NAME …]`.

`--raise` lifts the floors to what was reached; they never go down by themselves. `--articles` prints the articles of the
stories as JSON lines instead, as `dragoman add` reads them.
"""

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from dragoman.errors import Stop
from dragoman.pipeline import Pipeline
from tests.stories.checking import Check, read_checks, told_checks
from tests.stories.telling import Story, stories

CODERS = ("rules", "trained")
FLOORS = Path(__file__).parent / "floors.json"


def pipelines() -> dict[str, Pipeline]:
    """A pipeline for each coder that this checkout has a model for, by the coder's name."""
    found = {}
    for coder in CODERS:
        with suppress(Stop):
            found[coder] = Pipeline(coder=coder)
    return found


def measured(story: Story, folder: Path, by: Mapping[str, Pipeline]) -> dict[str, list[Check]]:
    """What holds of a story, as told and as each of these pipelines reads it."""
    return {"told": told_checks(story, folder), **{name: read_checks(story, folder, each) for name, each in by.items()}}


def print_articles(names: Sequence[str]) -> None:
    """The articles of these stories, or of all, one JSON object a line."""
    for story in stories():
        for each in story.articles if not names or story.name in names else ():
            row = {"id": each.came_as, "date": str(each.published_on), "outlet": each.outlets[0]}
            print(json.dumps({**row, "title": each.title, "text": each.text}, ensure_ascii=False))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Prints what a record of each story holds.")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--raise", dest="lift", action="store_true")
    parser.add_argument("--articles", action="store_true")
    given = parser.parse_args()
    if given.articles:
        print_articles(given.names)
        return
    by = pipelines()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    totals: dict[str, list[int]] = {way: [0, 0] for way in ("told", *by)}
    for story in stories():
        if given.names and story.name not in given.names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = measured(story, Path(folder), by)
        print(f"\n{story.name}: {story.title}")
        for way, checks in found.items():
            held = sum(check.holds for check in checks)
            totals[way][0] += held
            totals[way][1] += len(checks)
            print(f"  {way}: {held} of {len(checks)}")
            for check in checks:
                if not check.holds:
                    print(f"      {check}")
            mine = floors.setdefault(story.name, {})
            mine[way] = max(held, mine.get(way, 0))
    print()
    for way, (held, total) in totals.items():
        print(f"{way}: {held} of {total} hold ({held / max(1, total):.1%})")
    if given.lift:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
