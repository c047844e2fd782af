"""A language comes in; the words of the interface go out in it: strings, days, counts, names, how an act stands."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from dragoman.dates import DayRange, Precision
from dragoman.events import AHEAD, Event, Stage
from dragoman.export.wording import shown, stage_word
from dragoman.ontology.book import Book
from dragoman.record import Participant

CATALOGUES = Path(__file__).parent / "catalogues"
LANGUAGES = ("en", "fr")
_PLAIN = ("GOV", "UNK", "", "IGO", "MIL", "LEG", "JUD")
_LETTERS = 7


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every string of the interface in a language, by its key."""
    with (CATALOGUES / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


class Words:
    """The interface in one language, with the names of actors as that language has them."""

    def __init__(self, language: str, book: Book) -> None:
        self.language = language
        self._texts = catalogue(language)
        self._book = book
        self._months = self._texts["months"].split()
        self._short = self._texts["months_short"].split()
        self._weekdays = self._texts["weekdays"].split()

    def t(self, key: str, **given: object) -> str:
        """A string by its key, with what is to stand in it; KeyError if there is none."""
        text = self._texts[key]
        return text.format(**given) if given else text

    def n(self, key: str, count: int, **given: object) -> str:
        """A string that counts: its form for one, or for more."""
        is_one = count == 1 or (count == 0 and self.language == "fr")
        return self.t(f"{key}_{'one' if is_one else 'many'}", n=self.number(count), **given)

    def number(self, count: float) -> str:
        """A number with the thousands set apart."""
        text = f"{count:,}"
        return text.replace(",", "\u202f").replace(".", ",") if self.language == "fr" else text

    def percent(self, share: float) -> str:
        """A share of one, as "12 %"; below one in a hundred with a decimal."""
        text = self.number(round(100 * share, 1) if 0 < share < 0.01 else round(100 * share))
        return f"{text}\u202f%" if self.language == "fr" else f"{text} %"

    def word(self, kind: str, value: object) -> str:
        """The word for a value of a closed list: a type, a stage, a kind of change."""
        key = f"{kind}_{str(value).replace(' ', '_').replace('-', '_').lower()}"
        return self._texts.get(key, shown(str(value)))

    # ---- days --------------------------------------------------------------------------------------------------------

    def dated(self, on: date, *, short: bool = False) -> str:
        """ "3 April 2025", "1er avril 2025"; short: "3 Apr 2025"."""
        return f"{self._day(on)} {self._month(on, short)} {on.year}"

    def weekday(self, on: date) -> str:
        """ "Thursday"."""
        return self._weekdays[on.weekday()]

    def month(self, on: date) -> str:
        """ "April 2025"."""
        return f"{self._months[on.month - 1]} {on.year}"

    def month_of(self, number: int) -> str:
        """The same of a month by its number, years times twelve."""
        return f"{self._months[number % 12]} {number // 12}"

    def _day(self, on: date) -> str:
        return "1er" if on.day == 1 and self.language == "fr" else str(on.day)

    def _month(self, on: date, short: bool) -> str:
        return (self._short if short else self._months)[on.month - 1]

    def days(self, when: DayRange | None, *, short: bool = True) -> str:
        """A day range as people read it; what is known only by publication says so."""
        if when is None:
            return self.t("no_date")
        if not when.is_stated:
            last = when.last or when.first
            return self.t("by_day", day=self.dated(last, short=short)) if last else self.t("no_date")
        first, last = when.first, when.last
        if first is None or last is None:
            only = first or last
            assert only is not None, "a day range has at least one end"
            return self.t("since_day" if first else "until_day", day=self.dated(only, short=short))
        if when.precision is Precision.YEAR:
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        if when.precision is Precision.MONTH:
            same = (first.year, first.month) == (last.year, last.month)
            return self.month(first) if same else f"{self.month(first)} – {self.month(last)}"
        if first == last:
            return self.dated(first, short=short)
        if (first.year, first.month) == (last.year, last.month):
            return f"{self._day(first)}–{self.dated(last, short=short)}"
        return f"{self.dated(first, short=short)} – {self.dated(last, short=short)}"

    def plan_days(self, when: DayRange | None, stage: Stage) -> str:
        """The same; a plan told without a day has none, whenever it was printed."""
        if stage in AHEAD and (when is None or not when.is_stated):
            return self.t("no_date")
        return self.days(when)

    # ---- acts --------------------------------------------------------------------------------------------------------

    def stage(self, event: Event, stage: Stage) -> str:
        """How an act stands, as people say it."""
        return self.word("stage", stage_word(event, stage))

    def act(self, event: Event) -> str:
        """What kind of act it is: "consultation · visit"."""
        kind = self.word("type", event.type)
        return f"{kind} · {self.word('mode', event.mode)}" if event.mode else kind

    def counted(self, event: Event) -> str:
        """ "10 reports, 2 origins"."""
        return f"{self.n('reports', len(event.reports))}, {self.n('origins', len(event.origins))}"

    def listed(self, names: Iterable[str]) -> str:
        """ "Burkina Faso, Mali and Niger"."""
        found = list(dict.fromkeys(names))
        if len(found) < 2:
            return "".join(found)
        return f"{', '.join(found[:-1])} {self.t('and')} {found[-1]}"

    def name(self, code: str) -> str:
        """The name of an actor in this language, else as the book has it; a body that is known by letters has these."""
        actor = self._book.actors.get(code)
        if actor is None:
            return shown(code)
        if actor.kind == "state" or "_" in actor.id or len(actor.id) > _LETTERS:
            return _name_in(self._book, code, self.language) or actor.name
        return actor.id

    def full_name(self, code: str) -> str:
        """The whole name of an actor in this language, else as the book has it."""
        actor = self._book.actors.get(code)
        return (_name_in(self._book, code, self.language) or actor.name) if actor else shown(code)

    def parties(self, people: Iterable[Participant]) -> list[tuple[str, str]]:
        """The names of some participants, each once, with the code of those whom the book knows (else empty)."""
        found = {self.party(one): one.code for one in people}
        return [(name, code if code and code in self._book.actors else "") for name, code in found.items()]

    def party(self, one: Participant) -> str:
        """A participant by name; rebels, and whoever the book does not know, by the words of the text."""
        if one.code and (one.actor or one.sector in _PLAIN) and one.code in self._book.actors:
            return self.name(one.code)
        words = shown(one.text)
        return f"{words} ({one.code})" if one.code and one.code != words else words


@cache
def _name_in(book: Book, code: str, language: str) -> str:
    return next(
        (
            each.text
            for each in book.names_of(code)
            if each.language == language and each.what == "name" and not each.until
        ),
        "",
    )
