"""`serve`: the record in a browser, on this machine alone unless it is asked for elsewhere, and read only."""

import getpass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dragoman.cli.reading import show, tell
from dragoman.cli.recording import Db, settled
from dragoman.errors import Stop
from dragoman.ontology.book import Book
from dragoman.ontology.desk import desk_of
from dragoman.store.locating import named
from dragoman.store.view import open_view


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
) -> int:
    """Open the record to browsers: pages, tables, calendars and feeds, read only unless --judge."""
    try:
        from dragoman.web.application import Serving, application
        from dragoman.web.serving import address_of, rules_for
        from dragoman.web.serving import serve as run
    except ImportError as lacking:
        raise Stop(f"pages need {lacking.name}.", remedy="Install it: pip install “dragoman[web]”.") from None
    _, path = settled(db)
    desk = desk_of(Path(path))
    rules = rules_for(host, token=token, also=tuple(allow_host or ()), may_judge=judge)
    with open_view(path) as view:
        book = Book.load(desk if desk.is_dir() else None)
        who = (by or getpass.getuser()) if judge else ""
        app = application(Serving(view, book, rules, who, time_limit))
        show(f"{named(path)} is at {address_of(host, port, rules.token)}  (Ctrl-C ends it)")
        if rules.token:
            tell("whoever has this address reads the record; it is not encrypted on its way")
        run(app, host, port)
    return 0
