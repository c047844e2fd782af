"""A reader's working lines come in; annotations with character offsets go out, or a list of what is wrong with them.

    python -m lab.coding.annotating working-*.jsonl --to lab/coding/annotations/second.jsonl

A working line names everything by the words of the item, so that it can be written by hand:
`{"id": …, "events": [{"anchor": "held talks", "type": "CONSULT", "mode": …, "status": …, "actors": ["Mali|MLI|GOV|"],
"recipients": […], "when": "2025-04-03/2025-04-04", "when_words": "on April 3-4", "where": "Moscow|RUS",
"said_by": "…|…|…|…", "invited_by": "…"}]}`. An entity is `words|country|sector|id`; `#2` after words means their second
place in the text; what is left out is empty, a status left out is `happened`. Lines of our own writing hold `text` and
`date` too. Words that stand more than once are taken where they stand nearest to the anchor.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.ontology.acts import is_mode_of
from dragoman.ontology.sectors import Sector
from dragoman.record import EventType, Status
from lab.coding.items import news_texts

_KEYS = frozenset(
    "anchor type mode status actors recipients when when_words where said_by invited_by dead injured".split()
)


class FaultError(ValueError):
    """A working line that does not say what it must."""


def places_of(text: str, words: str) -> list[int]:
    """Every offset at which the words stand as whole words, or, should they not, at which they stand at all."""
    whole = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    return whole or [m.start() for m in re.finditer(re.escape(words), text)]


def span_of(text: str, words: str, near: int | None = None) -> tuple[int, int]:
    """Offsets of the words, the place nearest to `near` (the first without it); FaultError if they are not there."""
    bare, _, number = words.rpartition("#") if re.search(r"#\d$", words) else (words, "", "")
    # A number counts every place, within longer words too, as the reader who wrote it was told.
    every = [each.start() for each in re.finditer(re.escape(bare), text)] if bare else []
    found = every if number else places_of(text, bare) if bare else []
    if len(found) < int(number or 1):
        raise FaultError(f"the text does not hold {words!r}")
    if number:
        start = found[int(number) - 1]
    else:
        start = found[0] if near is None else min(found, key=lambda place: (abs(place - near), place))
    return start, start + len(bare)


def entity(text: str, written: str, near: int) -> dict[str, Any]:
    """An entity with its place."""
    parts = written.split("|")
    if len(parts) != 4:
        raise FaultError(f"an entity is words|country|sector|id, not {written!r}")
    words, country, sector, id_ = parts
    if country and not re.fullmatch("[A-Z]{3}", country):
        raise FaultError(f"{country!r} is no country code")
    if sector not in set(Sector):
        raise FaultError(f"{sector!r} is no sector")
    return {"at": list(span_of(text, words, near)), "country": country or None, "sector": sector, "id": id_ or None}


def event(text: str, published: str, written: dict[str, Any]) -> dict[str, Any]:
    """An event with offsets."""
    if set(written) - _KEYS:
        raise FaultError(f"unknown fields {sorted(set(written) - _KEYS)}")
    try:
        kind, status = EventType(written["type"]), Status(written.get("status") or "happened")
    except (KeyError, ValueError) as wrong:
        raise FaultError(f"type or status: {wrong}") from None
    mode = written.get("mode") or None
    if not is_mode_of(kind, mode):
        raise FaultError(f"{kind} has no mode {mode!r}")
    anchor = span_of(text, written["anchor"])
    near = anchor[0]

    def one(name: str) -> dict[str, Any] | None:
        return entity(text, written[name], near) if written.get(name) else None

    first, _, last = (written.get("when") or "").partition("/")
    days: dict[str, Any] = {"from": published, "to": published, "basis": "published"}
    if first:
        days = {"from": first, "to": last or first, "basis": "stated"}
        if date.fromisoformat(days["to"]) < date.fromisoformat(days["from"]):
            raise FaultError(f"{written['when']!r} ends before it begins")
        days["at"] = list(span_of(text, written["when_words"], near)) if written.get("when_words") else None
    where = None
    if written.get("where"):
        words, _, country = written["where"].partition("|")
        where = {"at": list(span_of(text, words, near)), "country": country or None}
    return {
        "anchor": list(anchor),
        "type": str(kind),
        "mode": mode,
        "status": str(status),
        "actors": [entity(text, each, near) for each in written.get("actors") or []],
        "recipients": [entity(text, each, near) for each in written.get("recipients") or []],
        "when": days,
        "where": where,
        "said_by": one("said_by"),
        "invited_by": one("invited_by"),
    }


def annotated(files: list[Path], texts: dict[str, dict[str, str]], faults: list[str]) -> Iterator[dict[str, Any]]:
    """Annotations of every line that is right; what is wrong with the others is added to `faults`."""
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                own = "text" in row
                item = row if own else texts[row["id"]]
                events = [event(item["text"], item["date"], each) for each in row["events"]]
            except (ValueError, KeyError) as wrong:
                faults.append(f"{file}, line {number}: {wrong}")
                continue
            head = {"id": row["id"], "date": row["date"], "text": row["text"]} if own else {"id": row["id"]}
            yield {**head, "events": events}


def main() -> int:
    """Write the annotations; 1 if any line was wrong."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="+", type=Path)
    ask.add_argument("--to", type=Path, required=True)
    given = ask.parse_args()
    faults: list[str] = []
    rows = list(annotated(given.files, news_texts(), faults))
    given.to.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(rows)} items, {sum(len(row['events']) for row in rows)} events → {given.to}")
    print("\n".join(faults), file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
