"""What makes an answer comes in; it goes out as it was last sent, and anew only if the record was written to since."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Semaphore

from starlette.requests import Request
from starlette.responses import Response

from dragoman import __version__
from dragoman.web.keeping import SHOWN
from dragoman.web.visiting import Visit

_AT_ONCE = 2
_TURNS = Semaphore(_AT_ONCE)
"""Answers made at once: more of them only wait for the interpreter, and all become late together."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form of an answer: a name for it, its media type, and its headers."""

    name: str
    media: str
    headers: Mapping[str, str]


def sent(request: Request, visit: Visit, form: Form, make: Callable[[], bytes]) -> Response:
    """The answer, or 304 if the reader has it already; readers of the same address share what was made for one."""
    written = visit.view.last_write()[0]
    key = _key(visit, form)
    tag = hashlib.sha256(f"{__version__} {written} {key}".encode()).hexdigest()[:24]
    headers = {**form.headers, "etag": f'"{tag}"'}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)

    def in_turn() -> bytes:
        with _TURNS:
            return make()

    return Response(SHOWN.get(written, form.name, key, in_turn, is_shared=True), 200, headers, form.media)


@contextmanager
def at_rest() -> Iterator[bool]:
    """True where no answer is being made, and none will be within it; False, at once, where one is."""
    taken = 0
    while taken < _AT_ONCE and _TURNS.acquire(blocking=False):
        taken += 1
    try:
        yield taken == _AT_ONCE
    finally:
        for _ in range(taken):
            _TURNS.release()


def _key(visit: Visit, form: Form) -> str:
    """All that an answer depends on beside the record."""
    asked = (sorted(visit.address.query.items()), sorted(visit.given.items()))
    reader = (visit.words.language, visit.asked.on, visit.look.before, visit.may_judge)
    return repr((str(visit.view.path), form.name, visit.address.path, asked, reader))
