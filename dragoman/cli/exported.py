"""What is to leave the record comes in; it is written: tables, graphs, a case as one page, others' formats."""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from dragoman.analysis.claims import claims
from dragoman.analysis.pledges import kept, told_by
from dragoman.analysis.relation import Framing
from dragoman.analysis.tie_book import KnownTie
from dragoman.chronicle.exporting import Selected, ties_among
from dragoman.chronicle.networks import acts_of
from dragoman.chronicle.relating import Pair, relation_of
from dragoman.cli.asking import Question, question
from dragoman.cli.exporting import Order
from dragoman.cli.reading import tell
from dragoman.cli.recording import day_given, settled
from dragoman.errors import Stop
from dragoman.events import Event
from dragoman.export import flat
from dragoman.export.door import About, Answer, Format, Table, format_named, formats, save
from dragoman.export.relation_chart import relation_chart, sentence
from dragoman.merging.pledges import pledges_of
from dragoman.ontology.actors import Holds
from dragoman.store.view import Wanted

TABLES = ("events", "reports", "ties", "claims", "pledges", "articles")
_SHEETS = ("parquet", "csv", "xlsx", "jsonl")
_GRAPHS = ("gexf", "graphml")
_ID = re.compile(r"[0-9a-f]{4,16}")


@dataclass(frozen=True, slots=True)
class Asking:
    """The question and what of the record fits it; `subjects` are an event, or an actor or two."""

    question: Question
    selected: Selected
    about: About
    subjects: tuple[str, ...]

    def answer(self, *tables: Table, title: str = "") -> Answer:
        """An answer with the events that fit, and these tables."""
        asked = self.question
        return Answer(self.about, asked.book, asked.asked, tables, self.selected, title=title)


def written(order: Order) -> None:
    """Writes what is ordered to its file, or to standard output."""
    kind = _format(order.what, order.form, order.output)
    settings, _ = settled(order.db)
    limit = settings.quote_limit if order.quote_limit is None else order.quote_limit
    if not 0 <= limit <= settings.quote_limit:
        raise Stop(f"--quote-limit {limit}.", remedy=f"It is at most the setting quote_limit, {settings.quote_limit}.")
    made = format_named(kind)
    with question(order.db, order.as_of, order.known_by) as asked:
        wanted = Wanted(
            since=day_given(order.since, "--since"),
            until=day_given(order.until, "--until"),
            known_by=asked.known_by,
            statuses=order.statuses,
            types=order.types,
        )
        event, codes = _subjects(asked, order.subjects, order.flags)
        wanted = replace(wanted, actor=next(iter(codes), None), with_=next(iter(codes[1:]), None))
        given = {
            "actor": wanted.actor, "with": wanted.with_, "event": event, "region": ",".join(order.regions),
            "since": order.since, "until": order.until, "status": ",".join(wanted.statuses),
            "type": ",".join(wanted.types), "as-of": order.as_of, "known-by": order.known_by,
        }  # fmt: skip
        about = About(order.what, {name: str(value) for name, value in given.items() if value}, limit, order.licence)
        regions = asked.codes(list(order.regions) or None)
        selected = Selected(asked.chronicle, asked.book, wanted, regions, event or "")
        answer = _ANSWERS.get(order.what, _interchange)(Asking(asked, selected, about, codes))
        _write(answer, made, order.output)


def _format(what: str, form: str | None, output: Path | None) -> str:
    """The name of the format: as given, else by the file's ending; what is itself a format needs neither."""
    there = formats()
    ending = output.suffix.lower().lstrip(".") if output else ""
    if what in _ANSWERS:
        choices = _SHEETS if what in TABLES else _GRAPHS if what == "network" else ("case",)
        chosen = form or ("case" if what == "case" else ending)
        others = [name for name in there if name not in (*_SHEETS, *_GRAPHS, "case")]
        if not chosen or chosen not in (*choices, *others):
            raise Stop(f"{what}: no format “{chosen}”.", remedy=f"Choose one of {', '.join(choices)}.")
        return chosen
    if what not in there or what in (*_SHEETS, *_GRAPHS):
        more = [name for name in there if name not in (*_SHEETS, *_GRAPHS, "case")]
        raise Stop(f"“{what}” is nothing to export.", remedy=f"There are {', '.join((*_ANSWERS, *more))}.")
    return what


def _subjects(
    asked: Question, subjects: tuple[str, ...], flags: tuple[str | None, str | None]
) -> tuple[str | None, tuple[str, ...]]:
    """The event that is named, or the codes of one actor or two, given by place or by flag."""
    named = [each for each in (*subjects, *flags) if each]
    if len(named) > 2:
        raise Stop("more than two actors are named.", remedy="Name an event, or one actor or two.")
    if len(subjects) == 1 and _ID.fullmatch(subjects[0]) and not any(flags):
        return asked.chronicle.event(subjects[0], known_by=asked.known_by).id, ()
    codes = tuple(code for each in named if (code := asked.code(each)))
    if len(codes) == 2 and codes[0] == codes[1]:
        raise Stop(f"{named[0]} and {named[1]} are one.", remedy="Name two.")
    return None, codes


def _table_of(name: str) -> Callable[[Asking], Answer]:
    def made(asking: Asking) -> Answer:
        return asking.answer(_table(asking, name))

    return made


def _table(asking: Asking, name: str) -> Table:
    selected, about, asked = asking.selected, asking.about, asking.question.asked
    if name == "events":
        return flat.events_table(selected, about, asked)
    if name == "reports":
        return flat.reports_table(selected, about)
    if name == "articles":
        return flat.articles_table(selected, about)
    if name == "ties":
        return flat.ties_table(_ties(asking), about)
    events = _in_order(asking)
    if name == "claims":
        return flat.claims_table(claims(events, by=(), about=()), about, asked)
    told = told_by(events, asked)
    wanted = selected.wanted
    return flat.pledges_table(kept(pledges_of(told), told, asked, by=(wanted.actor,) if wanted.actor else ()), about)


def _ties(asking: Asking) -> list[KnownTie]:
    """The ties; with a day that is asked for, those that hold on it or may."""
    found, on = ties_among(asking.selected), asking.question.asked.as_of
    return [tie for tie in found if on is None or tie.holds(on) is not Holds.NO]


def _in_order(asking: Asking) -> list[Event]:
    return sorted(asking.selected(), key=lambda each: (each.day, each.id))


def _network(asking: Asking) -> Answer:
    """Ties and acts, each its own edge; those of the actors asked for, or of all."""
    asked, selected = asking.question, asking.selected
    acts = acts_of(asked.chronicle, asked.book, selected.wanted, asked.asked)
    there = {event.id for event in selected()} if selected.event or selected.codes is not None else None
    kept_ = tuple(act for act in acts if there is None or act.event in there)
    return replace(asking.answer(), ties=tuple(_ties(asking)), acts=kept_)


def _case(asking: Asking) -> Answer:
    """An event with its claims and the ties that rest on it, or all that two did, with their ties and their chart."""
    selected, codes = asking.selected, asking.subjects
    if not selected.event and len(codes) != 2:
        raise Stop("a case is of one event, or of two actors.", remedy="Name an event's id, or both actors.")
    events = _in_order(asking)
    ties = _ties(asking)
    if selected.event:
        title = f"Event {selected.event}"
        ties = [tie for tie in ties if tie.learnt and selected.event in tie.learnt.told_by]
    else:
        title = " and ".join(_name(asking, code) for code in codes)
    answer = replace(
        asking.answer(title=title),
        events=lambda: events,
        ties=tuple(ties),
        claims=tuple(claims(events, by=(), about=())),
    )
    return answer if selected.event else replace(answer, chart=_chart(asking, codes))


def _chart(asking: Asking, codes: tuple[str, ...]) -> tuple[str, str]:
    """The chart of how two stand, with its sentence; nothing where the charts' packages are not installed."""
    asked, wanted = asking.question, asking.selected.wanted
    framing = Framing(since=wanted.since, until=wanted.until)
    pair = Pair(codes[0], codes[1], asked.known_by)
    series = relation_of(asked.chronicle, asked.book, pair, asked.asked, framing)
    names = (_name(asking, codes[0]), _name(asking, codes[1]))
    if not any(series.acts):
        return "", ""
    try:
        return relation_chart(series, names).svg(), sentence(series, names)
    except Stop as missing:
        tell(f"no chart: {missing}")
        return "", ""


def _name(asking: Asking, code: str) -> str:
    actor = asking.question.book.actors.get(code)
    return actor.name if actor else code


def _interchange(asking: Asking) -> Answer:
    """All that another's format may take: events, their ties, and the tables."""
    names = TABLES if asking.about.subject == "datapackage" else ()
    tables = tuple(_table(asking, name) for name in names)
    ties = tuple(_ties(asking)) if asking.about.subject not in _WITHOUT_TIES else ()
    return replace(asking.answer(*tables), ties=ties)


_WITHOUT_TIES = ("plover", "cameo", "icews", "csl", "datapackage")
_ANSWERS: Mapping[str, Callable[[Asking], Answer]] = {
    **{name: _table_of(name) for name in TABLES},
    "network": _network,
    "case": _case,
}


def _write(answer: Answer, kind: Format, output: Path | None) -> None:
    if output is None:
        # A pipe cannot be gone back in, and several formats must.
        held = BytesIO()
        kind.write(answer, held)
        sys.stdout.buffer.write(held.getvalue())
        sys.stdout.flush()
    else:
        size = save(answer, kind, output)
        tell(f"{output}: {size:,} bytes")
