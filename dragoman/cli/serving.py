"""`serve`: the record in a browser, on this machine alone unless it is asked for elsewhere, and read only."""

import getpass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dragoman.cli.flags import Db
from dragoman.errors import Stop


def serve(
    *,
    db: Db = None,
    host: Annotated[str, Parameter(help="address of this machine to listen at")] = "127.0.0.1",
    port: Annotated[int, Parameter(help="port to listen at")] = 8742,
    token: Annotated[str | None, Parameter(help="what readers from elsewhere must have; else one is made")] = None,
    allow_host: Annotated[list[str] | None, Parameter(help="another name that this machine is asked under")] = None,
    judge: Annotated[bool, Parameter(negative=(), help="let readers judge events")] = False,
    by: Annotated[str | None, Parameter(help="who judges; else the name that you are logged in under")] = None,
    time_limit: Annotated[float, Parameter(help="seconds that a question may take")] = 5.0,
    workers: Annotated[int | None, Parameter(help="processes that answer; else one a core, up to four")] = None,
) -> int:
    """Open the record to browsers: pages, tables, calendars and feeds, read only unless --judge."""
    from dragoman.cli.reading import show, tell
    from dragoman.cli.recording import settled
    from dragoman.ontology.desk import desk_of
    from dragoman.store.locating import is_lake, located, named
    from dragoman.store.view import open_view

    try:
        from dragoman.web.serving import Desk, address_of, rules_for, usual_workers
        from dragoman.web.serving import serve as run
    except ImportError as lacking:
        raise Stop(f"pages need {lacking.name}.", remedy="Install it: pip install “dragoman[web]”.") from None
    settings, path = settled(db)
    desk = desk_of(Path(path))
    rules = rules_for(host, token=token, also=tuple(allow_host or ()), may_judge=judge)
    if is_lake(located(path)):
        raise Stop(
            f"{path} is a lake, which has no pages.",
            remedy="“dragoman batch gather RUN --db FILE” makes a record, which has.",
        )
    open_view(path).close()  # what is no record is said before anything is listened at
    if workers is not None and workers < 1:
        raise Stop(f"--workers {workers}.", remedy="At least one process must answer.")
    who = (by or getpass.getuser()) if judge else ""
    show(f"{named(path)} is at {address_of(host, port, rules.token)}  (Ctrl-C ends it)")
    if rules.token:
        tell("whoever has this address reads the record; it is not encrypted on its way")
    shelves = desk if desk.is_dir() else None
    run(Desk(path, shelves, rules, host, port, who, time_limit, settings.quote_limit), workers or usual_workers())
    return 0
