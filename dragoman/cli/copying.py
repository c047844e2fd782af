"""`copy`: a record into another place: a file into a database that a desk shares, or a database into a file."""

from typing import Annotated

from cyclopts import Parameter

from dragoman.cli.reading import show
from dragoman.cli.recording import Db, settled
from dragoman.store.locating import named
from dragoman.store.moving import copy_record


def copy(
    to: Annotated[str, Parameter(help="a file that is not there yet, or postgresql://USER@HOST/DATABASE, empty")],
    /,
    *,
    db: Db = None,
) -> int:
    """Copy the whole record, with its log of writes, to where there is none yet; “verify” then holds of the copy."""
    _, path = settled(db)
    rows = copy_record(path, to)
    show(f"{named(path)} is copied to {named(to)}: {rows} rows; “dragoman verify --db {named(to)}” checks them")
    return 0
