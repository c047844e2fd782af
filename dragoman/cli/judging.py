"""`judge`, `log`, `undo` and `verify`: what people decide of events, what was written, and whether it still stands."""

import getpass
import json
from typing import Annotated

from cyclopts import Parameter

from dragoman.chronicle import Chronicle
from dragoman.chronicle.judging import judge as write_down
from dragoman.chronicle.judging import judgements_of
from dragoman.chronicle.judging import undo as take_back
from dragoman.chronicle.verifying import faults
from dragoman.cli.reading import show, tell
from dragoman.cli.recording import Db, settled
from dragoman.errors import Stop
from dragoman.events import Judgement, Verdict
from dragoman.export.wording import shown
from dragoman.store.locating import named
from dragoman.store.opening import open_record
from dragoman.store.view import open_view

BROKEN = 5


def judge(
    event: Annotated[str, Parameter(help="id of an event or of one of its reports, or its beginning")],
    verdict: Annotated[Verdict, Parameter(help="same, apart, wrong, right or amend")],
    /,
    *more: Annotated[str, Parameter(help="the other event (same, apart), or FIELD=VALUE (amend)")],
    db: Db = None,
    by: Annotated[str | None, Parameter(help="who decides so; else the name that you are logged in under")] = None,
    reason: Annotated[str, Parameter(help="why, for the log")] = "",
) -> int:
    """Decide of an event: the same as another, apart from it or from a report, wrong, right, or FIELD=VALUE amended."""
    _, path = settled(db)
    is_pair = verdict in (Verdict.SAME, Verdict.APART)
    if is_pair and len(more) != 1:
        raise Stop(f"“{verdict}” takes the id of one other event.")
    if verdict in (Verdict.WRONG, Verdict.RIGHT) and more:
        raise Stop(f"“{verdict}” takes nothing more than the event.")
    fields = [_amendment(given) for given in more] if verdict is Verdict.AMEND else []
    with open_view(path) as view:
        about = judgements_of(view, event, verdict, other=next(iter(more), ""), fields=fields)
    with open_record(path) as record:
        made = write_down(record, verdict, about, by=by or getpass.getuser(), reason=reason)
    for each in made:
        show(_line(each))
    return 0


def _amendment(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise Stop(f"“{given}” is not FIELD=VALUE.")
    return name.strip(), value.strip()


def log(
    *,
    db: Db = None,
    writes: Annotated[bool, Parameter(negative=(), help="list every write to the record, the last first")] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), help="one JSON object a line")] = False,
) -> int:
    """List what was decided, with what was undone; or, with --writes, everything that was written."""
    _, path = settled(db)
    with open_view(path) as view:
        if writes:
            for each in view.writes():
                row = {"number": each.number, "at": each.made_at.isoformat(), "what": each.what, "id": each.subject}
                show(
                    json.dumps(row)
                    if as_json
                    else f"{each.number:>8}  {each.made_at:%Y-%m-%d %H:%M:%S}  {each.what:<10} {each.subject}"
                )
            return 0
        found = Chronicle(view).judgements(undone=True)
    for one in found:
        show(json.dumps(_object(one), ensure_ascii=False) if as_json else _line(one))
    if not found:
        tell("nothing was decided yet; “dragoman judge EVENT same|apart|wrong|right|amend …” does")
    return 0


def undo(
    number: Annotated[int | None, Parameter(help="number of a judgement; else the last")] = None, /, *, db: Db = None
) -> int:
    """Take back a judgement: the one of this number, or what was decided last. It stays in the log."""
    _, path = settled(db)
    with open_record(path) as record:
        for each in take_back(record, number):
            show(_line(each))
    return 0


def verify(*, db: Db = None) -> int:
    """Check every quote against its hash, every row against the chain of writes, and every event against merging."""
    _, path = settled(db)
    count = 0
    for each in faults(path):
        count += 1
        show(f"{each.what} {shown(each.subject)}: {shown(each.wrong)}")
    if count:
        tell(f"{named(path)}: {count} thing{'s are' if count > 1 else ' is'} not as written")
        return BROKEN
    with open_view(path) as view:
        counts = view.counts()
    show(f"{named(path)}: {counts.articles} articles and {counts.reports} reports are as they were written")
    return 0


def _line(each: Judgement) -> str:
    about = f"{each.report} {each.other}" if each.other else each.report
    given = f" {each.field}={shown(each.value)}" if each.field else ""
    reason = f" ({shown(each.reason)})" if each.reason else ""
    undone = f" · undone {each.undone_at:%Y-%m-%d %H:%M}" if each.undone_at else ""
    when = f"{each.made_at:%Y-%m-%d %H:%M}"
    return f"{each.number:>4}  {when}  {each.verdict} {about}{given} · {shown(each.by)}{reason}{undone}"


def _object(each: Judgement) -> dict[str, object]:
    return {
        "number": each.number,
        "verdict": str(each.verdict),
        "report": each.report,
        "other": each.other,
        "field": each.field,
        "value": each.value,
        "by": each.by,
        "reason": each.reason,
        "made_at": each.made_at.isoformat(),
        "undone_at": each.undone_at.isoformat() if each.undone_at else None,
    }
