"""A form of our own comes in; what it decides of events is written down, or taken back, and the reader goes back."""

from collections.abc import Mapping

from dragoman.chronicle.judging import judge, judgements_of, undo
from dragoman.errors import Stop
from dragoman.events import Verdict
from dragoman.store.locating import Whereabouts
from dragoman.store.opening import open_record
from dragoman.store.view import View
from dragoman.web.address import Wrong

BY_BUTTON = (Verdict.SAME, Verdict.APART, Verdict.WRONG, Verdict.RIGHT)
LONGEST = 500
"""Characters of a reason."""


def judged(path: Whereabouts, view: View, form: Mapping[str, str], by: str) -> str:
    """Writes down what a form says of an event; the id of the event that the reader comes back to."""
    try:
        verdict = Verdict(form.get("verdict", ""))
    except ValueError:
        raise Wrong("that is no verdict") from None
    if verdict not in BY_BUTTON:
        raise Wrong(f"“{verdict}” is not judged by a button")
    event = form.get("event", "")
    about = judgements_of(view, event, verdict, other=form.get("other", "").strip())
    with open_record(path) as record:
        judge(record, verdict, about, by=by, reason=form.get("reason", "")[:LONGEST])
    return event


def undone(path: Whereabouts, form: Mapping[str, str]) -> None:
    """Takes a judgement back by its number, with all that were made at the same instant."""
    number = form.get("number", "")
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        raise Wrong("that is not the number of a judgement")
    with open_record(path) as record:
        undo(record, int(number))


def back_to(given: str) -> str:
    """Where the reader goes back to: a page of ours, whatever the form says."""
    if not given.startswith("/") or given.startswith(("//", "/\\")) or any(ord(sign) < 33 for sign in given):
        raise Stop("the form does not say where it came from.")
    return given
