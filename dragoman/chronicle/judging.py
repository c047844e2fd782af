"""A person's word on an event comes in; the record obeys it from then on, and takes it back when asked to."""

from collections.abc import Sequence
from datetime import UTC, datetime

from dragoman.chronicle.asking import Chronicle
from dragoman.chronicle.keeping import Keeper
from dragoman.errors import Stop
from dragoman.events import Event, Judgement, Verdict
from dragoman.merging.folding import AMENDABLE, amended
from dragoman.store.opening import Record
from dragoman.store.view import View

_AT_ONCE = 5000
"""Events that are told beside a judgement, at most; what an older version left is told when something is next added."""


def judgements_of(
    view: View, prefix: str, verdict: Verdict, *, other: str = "", fields: Sequence[tuple[str, str]] = ()
) -> list[tuple[str, str | None, str, str]]:
    """What a verdict on an event amounts to: (report, other report, field, value) of each judgement to be made.

    `same` and `apart` take the id of another event, or of a report; a report of the event itself is put apart from the
    rest. `wrong` and `right` are of all reports of an event, or of the one report whose id is given where that is not
    the event's. Stop if the ids lead nowhere, or a field or value is not one that can be amended.
    """
    chronicle = Chronicle(view)
    id_ = view.report_id(prefix)
    event = chronicle.event(id_)
    if verdict in (Verdict.SAME, Verdict.APART):
        return [(*_pair(chronicle, event, id_, other, verdict), "", "")]
    if verdict is Verdict.AMEND:
        return [(event.id, None, name, _checked(name, value)) for name, value in fields] or _nothing_given()
    mine = [each.id for each in event.reports] if id_ == event.id else [id_]
    return [(each, None, "", "") for each in mine]


def _nothing_given() -> list[tuple[str, str | None, str, str]]:
    raise Stop("amend what?", remedy=f"Give FIELD=VALUE; the fields are {', '.join(AMENDABLE)}.")


def _pair(chronicle: Chronicle, event: Event, id_: str, other: str, verdict: Verdict) -> tuple[str, str]:
    if not other:
        raise Stop(f"{verdict} as what?", remedy="Give the id of the other event or report.")
    other_id = chronicle.view.report_id(other)
    beside = chronicle.event(other_id)
    if verdict is Verdict.SAME:
        if beside.id == event.id:
            raise Stop(f"{id_} and {other_id} are one event already.")
        return event.id, beside.id
    if beside.id != event.id:
        return event.id, beside.id
    if id_ == other_id:
        raise Stop("a report cannot be put apart from itself.")
    return id_, other_id


def _checked(field: str, value: str) -> str:
    try:
        amended(field, value)
    except ValueError as wrong:
        raise Stop(f"{field}={value}: {wrong}.", remedy=f"The fields are {', '.join(AMENDABLE)}.") from None
    return value


def judge(
    record: Record, verdict: Verdict, about: Sequence[tuple[str, str | None, str, str]], *, by: str, reason: str = ""
) -> list[Judgement]:
    """Writes judgements down, all at one instant, and makes anew the events that they bear on."""
    now = datetime.now(UTC)
    with record.writer() as writer:
        clusters = writer.clusters
        made = [
            clusters.judge(Judgement(0, verdict, report, other, field, value, by, reason, now))
            for report, other, field, value in about
        ]
        keeper = Keeper(clusters)
        keeper.remerge(_touched(made))
        keeper.tell(_AT_ONCE)
    return made


def undo(record: Record, number: int | None = None) -> list[Judgement]:
    """Takes back a judgement by its number, or all that were made last, at one instant; Stop if there is none."""
    now = datetime.now(UTC)
    with record.writer() as writer:
        clusters = writer.clusters
        standing = clusters.judgements()
        last = standing[-1] if standing else None
        chosen = [
            each
            for each in standing
            if (each.number == number if number is not None else last and each.made_at == last.made_at)
        ]
        if not chosen:
            what = f"there is no judgement {number} to undo" if number is not None else "there is no judgement to undo"
            raise Stop(f"{what}.", remedy="“dragoman log” lists them.")
        undone = [clusters.undo(each.number, now) for each in chosen]
        keeper = Keeper(clusters)
        keeper.remerge(_touched(undone))
        keeper.tell(_AT_ONCE)
    return undone


def _touched(judgements: Sequence[Judgement]) -> list[str]:
    return list(dict.fromkeys(id_ for each in judgements for id_ in (each.report, each.other) if id_))
