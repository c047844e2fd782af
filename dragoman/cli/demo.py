"""`demo`: the stories that ship with Dragoman are coded into a fresh record, and the record is printed."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dragoman.cli.reading import show
from dragoman.cli.recording import Adding
from dragoman.demo import STORIES
from dragoman.events import Recorded
from dragoman.export.wording import arranged, day, shown, who
from dragoman.news.source import read_source
from dragoman.pipeline import Pipeline
from dragoman.record import EventType, Status
from dragoman.store.opening import open_record
from dragoman.store.view import Wanted, open_view

_AHEAD = (Status.PLANNED, Status.POSSIBLE, Status.CANCELLED)
_DONE = (Status.HAPPENED, Status.ONGOING)


def demo(*, db: Annotated[str | None, Parameter(help="keep the record in this file")] = None) -> int:
    """Code the stories that ship with Dragoman into a fresh record, and print it: plans, acts, claims."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(db) if db else Path(folder) / "demo.db"
        with open_record(path) as record:
            adding = Adding(record, Pipeline())
            adding.add(read_source(STORIES))
        with open_view(path) as view:
            found = list(view.reports(Wanted()))
    show(f"{sum(adding.counts.values())} stories, {len(found)} reports of acts.")
    _section("Plans, possibilities and what was called off", [e for e in found if e.report.status in _AHEAD])
    claims = [e for e in found if e.report.said_by]
    _section("Who claims what", claims)
    settled = [e for e in found if e.report.status in _DONE and not e.report.said_by]
    _section("What happened", settled)
    _section("What did not, or is denied", [e for e in found if e.report.status is Status.DENIED and e not in claims])
    if db:
        show(f"\nThe record is in {path}: try  dragoman events --db {path} --actor MLI")
    return 0


def _section(title: str, events: list[Recorded]) -> None:
    if not events:
        return
    show(f"\n{title}\n{'─' * len(title)}")
    for each in events:
        for line in _lines(each):
            show(line)


def _lines(each: Recorded) -> Iterator[str]:
    report = each.report
    sides = ", ".join(who(one) for one in report.actors) or "…"
    if report.recipients:
        sides += " → " + ", ".join(who(one) for one in report.recipients)
    elif report.type is EventType.CONSULT and len(report.actors) == 1:
        sides += " → …"
    kind = f"{report.type} {report.mode}" if report.mode else str(report.type)
    yield f"{day(report.when):<24} {report.status:<9} {kind:<21} {sides}"
    more = []
    if report.where:
        more.append(f"in {shown(report.where.name)}")
    more += arranged(report)
    if report.said_by:
        more.append(f"says {who(report.said_by)}" + (f" to {shown(report.via)}" if report.via else ""))
    more.append(f"“{shown(report.anchor_text)}”")
    yield f"{'':24} {' · '.join(more)}"
