"""`import`: others' event data into a record, beside its own events and never mixed with them unasked."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dragoman.cli.entry import SOME_FAILED
from dragoman.cli.progress import Progress
from dragoman.cli.reading import show, tell
from dragoman.cli.recording import Db, settled
from dragoman.errors import Stop
from dragoman.events import Imported
from dragoman.export.wording import shown
from dragoman.importing.sides import Sides
from dragoman.importing.source import PROVIDERS, STAGE, Importing, told
from dragoman.ontology.book import Book
from dragoman.ontology.desk import desk_of
from dragoman.record import Reject
from dragoman.store.imported import Tally
from dragoman.store.opening import Record, is_made, open_record

AT_ONCE = 20_000
_SHOWN = 5


def import_(
    provider: Annotated[str, Parameter(help=f"the data set: {', '.join(PROVIDERS)}")],
    files: Annotated[list[Path], Parameter(help="its files, packed (gzip, zip) or not")],
    /,
    *,
    filed_as: Annotated[str, Parameter(name="--as", help="name to file jsonl or parquet under")] = "",
    db: Db = None,
) -> int:
    """Import others' event data; importing a file twice changes nothing, and what a set corrected is corrected."""
    settings, path = settled(db)
    if filed_as and provider not in ("jsonl", "parquet"):
        raise Stop(f"{provider} is filed as {provider}.", remedy="--as is for jsonl and parquet.")
    if filed_as == "record":
        raise Stop("“record” is what Dragoman read itself.", remedy="Give another name.")
    desk = desk_of(Path(path))
    importing = Importing(provider, Sides(Book.load(desk if desk.is_dir() else None)), filed_as)
    refused = 0
    keep = None if is_made(path) else settings.keep
    with open_record(path, keep=keep) as record:
        for file in files:
            refused += import_file(record, importing, file)
    return SOME_FAILED if refused else 0


def import_file(record: Record, importing: Importing, file: Path) -> int:
    """Imports one file in one unit of work, and says what came of it; how many rows could not be used comes back."""
    importing.no_act.clear()
    tally, refused = Tally(), 0
    touched: set[int] = set()
    began = datetime.now(UTC)
    progress = Progress.of_files([str(file)])
    with progress, record.writer() as writer:
        bulk = writer.bulk
        number = bulk.begin(importing.filed_as, str(file.absolute()))
        found = importing.read(file, progress.on_bytes)
        while batch := list(islice(found, AT_ONCE)):
            events = [each for each in batch if isinstance(each, Imported)]
            if events:
                touched |= bulk.add(number, events, tally)
            for reject in batch:
                if isinstance(reject, Reject):
                    refused += 1
                    if refused <= _SHOWN:
                        tell(f"{shown(reject.where)}: {shown(reject.reason)}")
                    writer.add_reject(reject)
                    writer.refusals.met(reject, {"format": importing.provider})
        writer.refusals.settle(str(file.absolute()), began)
        bulk.end(number, tally, importing.no_act.total(), refused, touched)
    if refused > _SHOWN:
        tell(f"… and {refused - _SHOWN:,} more; “dragoman rejects list --stage {STAGE}” has them all")
    parts = [f"{tally.added:,} events added", f"{tally.changed:,} changed", f"{tally.known:,} known already"]
    if tally.repeated:
        parts.append(f"{tally.repeated:,} rows repeat a key")
    parts += [each for each in (told(importing.no_act),) if each]
    show(f"{file}: {', '.join(parts)}; {refused:,} not usable")
    return refused
