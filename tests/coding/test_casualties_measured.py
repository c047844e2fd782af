"""Counts of dead and injured on 80 news items read by hand: ids and counts are kept here, the texts in ../shared."""

import json
from collections import Counter
from pathlib import Path

from dragoman.coding.casualties import Count, counts_of
from dragoman.reading.article import Reader
from dragoman.record import Article

LABELS = Path(__file__).parent / "casualties.tsv"
PRECISION, RECALL = 0.95, 0.95


def brief(count: Count) -> str:
    high = "+" if count.high is None else "" if count.high == count.low else f"-{count.high}"
    return f"{count.fate[0]}{count.low}{high}"


def test_counts_on_real_news(shared):
    wanted = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        name, _, counts = line.partition("\t")
        wanted[name] = Counter(counts.split())
    with (shared / "data" / "wce_dev.jsonl").open(encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines) if row["id"] in wanted}
    articles = [Article(name, texts[name]) for name in wanted]
    right = told = stated = 0
    for read, (name, counts) in zip(Reader.load().read_many(articles), wanted.items(), strict=True):
        found = Counter(brief(count) for each in read.sentences for count in counts_of(each.sentence))
        right, told, stated = right + (found & counts).total(), told + found.total(), stated + counts.total()
        if found != counts:
            print(name, "found", sorted(found.elements()), "stated", sorted(counts.elements()), texts[name])
    print(f"precision {right}/{told} {right / told:.3f}, recall {right}/{stated} {right / stated:.3f}")
    assert right / told >= PRECISION
    assert right / stated >= RECALL
