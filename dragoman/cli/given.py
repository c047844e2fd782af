"""`code --given`: sentences with their two sides marked in; the type of the act between them out."""

import json
import sys
from itertools import islice
from pathlib import Path

from dragoman.cli.entry import SOME_FAILED
from dragoman.cli.reading import show, tell
from dragoman.coding.given import Given, GivenCoder, article_of, unmarked
from dragoman.coding.trained import TrainedCoder
from dragoman.dates import parse_day
from dragoman.errors import Skip
from dragoman.ontology.desk import desk_of
from dragoman.reading.article import Reader
from dragoman.settings import Settings


def code_given(settings: Settings) -> int:
    """Type the acts of lines whose two sides are marked; a line that cannot be used is named and left out."""
    coder = GivenCoder(TrainedCoder(settings.language))
    reader = Reader.load(settings.language, coder.coder.branch, desk_of(Path(settings.db)))
    failed = False
    waiting = enumerate(sys.stdin.buffer, 1)
    while lines := list(islice(waiting, settings.batch)):
        usable: list[Given] = []
        for number, line in lines:
            if not line.strip():
                continue
            try:
                usable.append(given_line(line, f"line {number}"))
            except Skip as skipped:
                failed = True
                tell(str(skipped))
        read_articles = reader.read_many([article_of(each) for each in usable])
        for typed in coder.types(usable, read_articles):
            answer = {"id": typed.id, "type": str(typed.type), "score": round(typed.score, 4)}
            show(json.dumps(answer, ensure_ascii=False))
    return SOME_FAILED if failed else 0


def given_line(line: bytes, where: str) -> Given:
    """One line of JSON as a sentence with its sides marked; Skip, naming the line, if it is none."""
    try:
        row = json.loads(line)
        id_, marked = row["id"], row["marked_sentence"]
        published = parse_day(row["date"]) if row.get("date") else None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Skip('a line needs {"id": …, "marked_sentence": …}', stage="code", where=where) from None
    if not isinstance(marked, str):
        raise Skip("marked_sentence must be text", stage="code", where=where)
    return unmarked(id_, marked, published)
