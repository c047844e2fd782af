"""The command `dragoman`: its verbs, each loaded only when it is called, and what its exit codes mean.

0 done · 2 the command line is wrong · 3 some items could not be used · 4 something must be changed first ·
5 the record is not as it was written.
"""

import os
import sys
from collections.abc import Sequence

from cyclopts import App

from dragoman import __version__
from dragoman.errors import DragomanError

STANDARD_INPUT = "standard input"
SOME_FAILED = 3
STOPPED = 4

app = App(
    name="dragoman",
    help="Reads the news of diplomacy and keeps the record: who met whom, who plans to, who said so, and whether "
    "it happened.",
    version=__version__,
    help_format="plaintext",
)
# Each verb lives in its module and is imported when it is called, so that --help stays instant.
_VERBS = {
    "read": ("dragoman.cli.reading:read", "Read articles and print the acts that they report."),
    "code": ("dragoman.cli.reading:code", "Code items from standard input as JSON lines, as the codebook says."),
    "add": ("dragoman.cli.recording:add", "Read articles into a record."),
    "fetch": ("dragoman.cli.gathering:fetch", "Fetch pages and add their articles to a record."),
    "watch": ("dragoman.cli.gathering:watch", "Watch feeds and site maps, and add what they name."),
    "events": ("dragoman.cli.recording:events", "List the events of a record."),
    "explain": ("dragoman.cli.recording:explain", "Show what each field of an event rests on."),
    "judge": ("dragoman.cli.judging:judge", "Decide of an event: same, apart, wrong, right, or amend a field."),
    "log": ("dragoman.cli.judging:log", "List what was decided, or all that was written."),
    "undo": ("dragoman.cli.judging:undo", "Take back what was decided."),
    "verify": ("dragoman.cli.judging:verify", "Check that the record is as it was written."),
    "copy": ("dragoman.cli.copying:copy", "Copy a record to another file, or to or from a PostgreSQL database."),
    "timeline": ("dragoman.cli.answers:timeline_", "Tell what happened between two actors, with its gaps."),
    "diary": ("dragoman.cli.diaries:diary_", "Write the diary of a week: who meets whom, where; what is new."),
    "due": ("dragoman.cli.answers:due_", "List plans past their day: held, moved, cancelled, or no word."),
    "claims": ("dragoman.cli.answers:claims_", "List who claims what, by which outlets, contradicted by whom."),
    "pledges": ("dragoman.cli.answers:pledges_", "List commitments, and what speaks for and against each."),
    "changes": ("dragoman.cli.answers:changes_", "List what is new, moved, closed, contradicted since a day."),
    "import": ("dragoman.cli.importing:import_", "Import others' event data: ICEWS, GDELT, POLECAT, ACLED, Phoenix …"),
    "relation": ("dragoman.cli.relations:relation_", "Tell how two stand over time: cooperation, conflict, silence."),
    "network": ("dragoman.cli.networks:network_", "Tell who acts with and against whom: pairs, blocs, balance."),
    "shifts": ("dragoman.cli.shifts:shifts_", "Tell when an actor turned, from whom towards whom, by which acts."),
    "export": ("dragoman.cli.exporting:export", "Write the record for other tools: tables, graphs, a case, formats."),
    "calendar": ("dragoman.cli.diaries:calendar_", "Write meetings and plans as a calendar file (ICS)."),
    "forecast": ("dragoman.cli.forecasting:forecast", "Say what is likely next, or if a plan will be held; keep it."),
    "scorecard": ("dragoman.cli.forecasting:scorecard", "Score the forecasts whose days have come."),
    "backtest": ("dragoman.cli.forecasting:backtest_", "Score what would have been forecast on past days."),
    "serve": ("dragoman.cli.serving:serve", "Open the record to browsers: pages, tables, calendars and feeds."),
    "who": ("dragoman.cli.actors:who", "Say who somebody is: names, members, offices, on a day."),
    "members": ("dragoman.cli.actors:members", "List the members of a body on a day, and who left."),
    "ties": ("dragoman.cli.ties:ties", "List the dated ties of an actor: the book's, and those that events tell of."),
    "codes": ("dragoman.cli.actors:codes", "Say which state a code means, and whom it means elsewhere."),
    "demo": ("dragoman.cli.demo:demo", "Code the stories that ship with Dragoman and print their record."),
}
for _name, (_where, _what) in _VERBS.items():
    app.command(_where, name=_name, help=_what)

_actors = App(name="actors", help="The actor book: add, import, export, check, ask.", help_format="plaintext")
_ACTOR_VERBS = {
    "add": "Put a shelf of your own on the desk beside the record.",
    "import": "Import FollowTheMoney JSON as a shelf of your own.",
    "export": "Write actors as FollowTheMoney JSON lines.",
    "check": "Look the book over: overlaps, gaps, unknown ids, names that clash.",
    "ask": "Answer questions, one JSON object a line.",
}
for _name, _what in _ACTOR_VERBS.items():
    _actors.command(f"dragoman.cli.actors:actors_{_name}", name=_name, help=_what)
app.command(_actors)

_sources = App(name="sources", help="The sources that are watched: test.", help_format="plaintext")
_sources.command(
    "dragoman.cli.sources:sources_test", name="test", help="Ask each source once, and show what it answers."
)
app.command(_sources)

_rejects = App(name="rejects", help="What could not be used: list, retry, export.", help_format="plaintext")
_REJECT_VERBS = {
    "list": "List what could not be used, and why.",
    "retry": "Read again where something was refused.",
    "export": "Write the rejects as JSON lines or CSV.",
}
for _name, _what in _REJECT_VERBS.items():
    _rejects.command(f"dragoman.cli.rejects:rejects_{_name}", name=_name, help=_what)
app.command(_rejects)

_batch = App(name="batch", help="Code millions of articles: plan, run, status, gather.", help_format="plaintext")
_BATCH_VERBS = {
    "plan": "Cut articles into shards, by the hash of their ids.",
    "run": "Code the shards that are not finished.",
    "status": "Say how far a run has come.",
    "gather": "Merge what the shards came to, into a record or a lake of Parquet.",
}
for _name, _what in _BATCH_VERBS.items():
    _batch.command(f"dragoman.cli.batch:batch_{_name}", name=_name, help=_what)
app.command(_batch)


_OF_BATCH = frozenset(("pyarrow", "duckdb"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code."""
    try:
        given = sys.argv[1:] if arguments is None else arguments
        # The parser takes a lone hyphen for an option without a name; here it is a source.
        words = [STANDARD_INPUT if word == "-" else word for word in given]
        result = app(words, result_action="return_value")
        sys.exit(int(result or 0) if isinstance(result, int) else 0)
    except DragomanError as error:
        print(f"dragoman: {error}", file=sys.stderr)  # noqa: T201 - the one place where an error reaches the user
        sys.exit(STOPPED)
    except ImportError as error:
        # A verb is imported when it is first called; what it stands on may be an extra that is not installed.
        missing = getattr(error.__cause__ or error, "name", None)
        if missing not in _OF_BATCH:
            raise
        print(f"dragoman: batch needs {missing}. Install it: pip install “dragoman[batch]”.", file=sys.stderr)  # noqa: T201
        sys.exit(STOPPED)
    except KeyboardInterrupt:
        print("dragoman: stopped; what was finished is kept.", file=sys.stderr)  # noqa: T201
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output went away ("| head"); that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
