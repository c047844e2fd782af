"""A delivery comes in; its lines go out as text, one by one, with their numbers, however long the whole is."""

import io
from collections.abc import Iterator
from contextlib import suppress

from dragoman.errors import Skip
from dragoman.news.decoding import mark_of, unmarked_wide
from dragoman.news.delivery import LONGEST_DOCUMENT, Delivery


def lines_of(delivery: Delivery, *, blank: bool = False) -> Iterator[tuple[int, str | Skip]]:
    """Each line that holds something with its number; a Skip in its place where it is too long.

    With `blank`, empty lines are given too. A byte that is not UTF-8 comes as half of a surrogate pair.
    """
    stream = delivery.stream
    head = stream.peek(4)[:2000] if isinstance(stream, io.BufferedReader) else b""
    encoding, _ = mark_of(head)
    if encoding.startswith(("utf-16", "utf-32")):
        # The unsuffixed codecs read the mark themselves and leave it out.
        encoding = encoding.rsplit("-", 1)[0]
    else:
        encoding = unmarked_wide(head) or "utf-8-sig"
    # In UTF-8 a wrong byte becomes a half surrogate, so that only its line is refused.
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    lines = io.TextIOWrapper(stream, encoding, errors=errors, newline="\n")
    number = 0
    try:
        while line := lines.readline(LONGEST_DOCUMENT + 1):
            number += 1
            if len(line) > LONGEST_DOCUMENT:
                while line and not line.endswith("\n"):
                    line = lines.readline(LONGEST_DOCUMENT)
                reason = f"the line is longer than {LONGEST_DOCUMENT // 1_000_000} MB, which no article is"
                yield number, Skip(reason, where=delivery.line(number))
            elif blank or line.strip():
                yield number, line
    finally:
        # Whoever stopped in the middle may have closed the stream since.
        with suppress(ValueError):
            lines.detach()
