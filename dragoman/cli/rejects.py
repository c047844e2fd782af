"""`rejects list`, `retry` and `export`: what could not be used, tried again where it can be, or handed on as rows."""

import csv
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from dragoman.cli.entry import SOME_FAILED, STANDARD_INPUT
from dragoman.cli.gathering import Private, fetch_again, manners_for
from dragoman.cli.reading import is_address, outcomes, pipeline_of, show, tell, traceable
from dragoman.cli.recording import Adding, Db, settled
from dragoman.errors import Stop
from dragoman.export.wording import shown
from dragoman.store.locating import named
from dragoman.store.opening import open_record
from dragoman.store.refusals import Refusal
from dragoman.store.view import open_view

Stage = Annotated[str, Parameter(help="only of this stage: read, language, fetch, robots, feed, code or store")]
Words = Annotated[str, Parameter(name="--with", help="only those whose place or reason holds these words")]
Everything = Annotated[bool, Parameter(name="--all", negative=(), help="those too that a later try settled")]


def rejects_list(*, db: Db = None, stage: Stage = "", words: Words = "", everything: Everything = False) -> int:
    """List what could not be used: when, stage, where, why."""
    _, path = settled(db)
    with open_view(path) as view:
        found = view.refusals(stage=stage, words=words, everything=everything)
    for each in found:
        done = " (settled)" if each.settled_at else ""
        reject = each.reject
        show(
            f"{reject.known_at:%Y-%m-%d %H:%M}  {reject.stage:<8}  {shown(reject.where)}: {shown(reject.reason)}{done}"
        )
    if not found:
        tell("nothing was refused" if everything else "nothing stands refused")
    return 0


def rejects_export(
    target: Annotated[Path | None, Parameter(help="file to write; else standard output")] = None,
    /,
    *,
    db: Db = None,
    as_csv: Annotated[bool, Parameter(name="--csv", negative=(), help="a table instead of JSON lines")] = False,
    everything: Everything = False,
) -> int:
    """Write the rejects as JSON lines, or as CSV."""
    _, path = settled(db)
    with open_view(path) as view:
        rows = [_row(each) for each in view.refusals(everything=everything)]
    if target is None:
        _write(rows, sys.stdout, as_csv=as_csv)
        return 0
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            _write(rows, file, as_csv=as_csv or target.suffix.lower() == ".csv")
    except OSError as failed:
        raise Stop(f"{target}: {failed.strerror or failed}.", remedy="Name a file that can be written.") from None
    return 0


def _row(each: Refusal) -> dict[str, Any]:
    reject = each.reject
    return {
        "id": each.id,
        "where": reject.where,
        "stage": reject.stage,
        "reason": reject.reason,
        "source": reject.source,
        "known_at": reject.known_at.isoformat(),
        "last_at": each.last_at.isoformat() if each.last_at else None,
        "settled_at": each.settled_at.isoformat() if each.settled_at else None,
    }


def _write(rows: list[dict[str, Any]], file: Any, *, as_csv: bool) -> None:
    if not as_csv:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        return
    names = ["id", "where", "stage", "reason", "source", "known_at", "last_at", "settled_at"]
    table = csv.DictWriter(file, names)
    table.writeheader()
    # A spreadsheet takes a cell that begins so for a formula, and where and why are strangers' words.
    table.writerows({name: _harmless(row[name]) for name in names} for row in rows)


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value


def rejects_retry(*, db: Db = None, stage: Stage = "", words: Words = "", allow_private: Private = False) -> int:
    """Read again the files and addresses in which something was refused; what works now stands refused no longer."""
    settings, path = settled(db)
    with open_view(path) as view:
        found = view.refusals(stage=stage, words=words)
    sources = {(each.reject.source, json.dumps(each.how, sort_keys=True)): each for each in found}
    addresses = sorted({source for source, _ in sources if is_address(source)})
    lost = [each for each in found if each.reject.source in ("", STANDARD_INPUT)]
    pipeline = pipeline_of(replace(settings, db=path))
    with open_record(path) as record:
        for (source, _), each in sources.items():
            if not source or source == STANDARD_INPUT or is_address(source):
                continue
            began, how = datetime.now(UTC), dict(each.how)
            adding = Adding(record, pipeline, how)
            wanted = (how.get("format"), how.get("published"), how.get("map"))
            adding.add(traceable(outcomes([source], *wanted)))
            with record.writer() as writer:
                writer.refusals.settle(source, began)
        manners = manners_for(settings.contact, allow_private)
        fetch_again(record, pipeline, addresses, manners)
    if lost:
        tell(f"{len(lost)} came by standard input and cannot be tried again; give their files to “dragoman add”")
    with open_view(path) as view:
        standing = view.refusals(stage=stage, words=words)
    left, mended = len(standing), {each.id for each in found} - {each.id for each in standing}
    show(f"{named(path)}: of {len(found)} rejects {len(mended)} are settled; {left} stand now")
    return SOME_FAILED if left else 0
