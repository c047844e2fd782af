"""Annotations come in; items with their texts go out, and none whose id stands in a gold set."""

import json
import random
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

ANNOTATIONS = Path(__file__).parent / "annotations"
SHARED = Path(__file__).parents[3] / "shared"
GOLD = ("dev", "dip_dev", "art_dev")


@dataclass(frozen=True)
class Item:
    """A news item with its events as annotated: spans are offsets in `text`."""

    id: str
    text: str
    published: date
    events: tuple[dict[str, Any], ...]
    batch: str
    title: str = ""


@cache
def news_texts() -> dict[str, dict[str, str]]:
    """Date, text and title of every news item and article in the shared data, by id; empty where there is none."""
    files = [SHARED / "data" / f"{name}.jsonl" for name in ("wce_dev", "wikinews")]
    rows = (json.loads(line) for file in files if file.is_file() for line in file.open(encoding="utf-8"))
    return {row["id"]: {name: row.get(name) or "" for name in ("date", "text", "title")} for row in rows}


def gold_ids() -> set[str]:
    """Ids of the gold sets, which must never be learned from."""
    files = [SHARED / "gold" / f"{name}.jsonl" for name in GOLD]
    return {json.loads(line)["id"] for file in files if file.is_file() for line in file.open(encoding="utf-8")}


def kept_ids() -> set[str]:
    """Ids of the sets that are kept aside to be measured on."""
    files = (ANNOTATIONS / "kept").glob("*.jsonl")
    return {json.loads(line)["id"] for file in files for line in file.open(encoding="utf-8")}


def untold_items(count: int) -> list[Item]:
    """So many news items that nobody annotated, drawn at random, none of them of a gold set or kept aside."""
    taken = gold_ids() | kept_ids() | {item.id for item in load_items()}
    texts = {id_: row for id_, row in news_texts().items() if id_ not in taken and not row["title"]}
    drawn = random.Random(count).sample(sorted(texts), min(count, len(texts)))
    days = {id_: date.fromisoformat(texts[id_]["date"]) for id_ in drawn}
    return [Item(id_, texts[id_]["text"], days[id_], (), "untold") for id_ in drawn]


def load_items() -> list[Item]:
    """Every annotated item whose text is at hand, each once; ValueError if one is of a gold set."""
    texts, found = news_texts(), {}
    for file in sorted(ANNOTATIONS.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            item = row if "text" in row else texts.get(row["id"])
            if item is None or row["id"] in found:
                continue
            day = date.fromisoformat(item["date"])
            title = item.get("title", "")
            found[row["id"]] = Item(row["id"], item["text"], day, tuple(row["events"]), file.stem, title)
    taken = gold_ids() & set(found)
    if taken:
        raise ValueError(f"annotated items that stand in a gold set: {sorted(taken)[:5]}")
    return list(found.values())
