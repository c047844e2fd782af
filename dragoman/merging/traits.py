"""A recorded report comes in; what merging compares of it goes out, small enough to be kept beside it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dragoman.dates import DayRange, Precision
from dragoman.events import Recorded
from dragoman.merging.parties import parts_of
from dragoman.ontology.book import Book
from dragoman.record import EventType, Report, Status

VERSION = "1"
"""Of what is compared; a record merged by another version is merged anew."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.]*")
# Words that say nothing of which act it is.
_EMPTY = frozenset(
    """about above after again against also although among another around because been before being between both
    could country does doing down during each either every from further have having here himself into itself just
    like made make many more most much must near never next none only other over same said says several shall should
    since some such than that their them themselves then there these they this those through today told tomorrow
    under until upon very wants week were what when where which while whom whose will with within without would
    yesterday your monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december report reported reports reportedly according official officials
    statement spokesman spokesperson spokeswoman news agency people least year years month months day days
    government country state states minister ministers president prime foreign leader leaders""".split()
)
_NO_NAMES = frozenset(
    ("the", "and", "for", "his", "her", "its", "our", "she", "who", "you", "but", "jan", "feb", "mar", "apr")
)
_SHORT = frozenset(("aid", "oil", "gas", "war", "gun", "ban", "bus", "bid", "tax", "jet", "coup"))
_MOVED = re.compile(
    r"\b(postpon\w*|reschedul\w*|put\s+off|pushed\s+back|brought\s+forward|deferr\w*|delay(?:s|ed|ing)?|"
    r"mov(?:es?|ed|ing)\s+(?:\w+\s+){0,4}?(?:to|from)|instead\s+of|new\s+date)\b",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(r"\bconfirm(?:s|ed|ing|ation)?\b", re.IGNORECASE)
# "Cancelled his visit" is coded as a refusal to meet; it is also word of the visit.
_OF_A_VISIT = re.compile(
    r"\b(visit|trip|meeting|talks|summit|consultations?|negotiations?|tour|dialogue)\b", re.IGNORECASE
)
_CALLED_OFF = re.compile(r"\b(cancel\w*|call\w*\s+off|scrap\w*|abort\w*|drop(?:s|ped)?)\b", re.IGNORECASE)
_TIGHT = 16
"""Days: a range no wider than this says when the act was; a month or a year only in what time."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a report: who, what, when, where and in which words.

    Days are ordinals of the proleptic calendar. `first` and `last` are the days that the text gives (0 where it gives
    none, or one end only), `known` the publication day (0 for an undated article). `doers` and `others` are the
    parts of the two sides. `is_move` is True where the words say that the act was put to another day, `is_confirmed`
    where they confirm it. `place` is the folded name, empty where it says no more
    than the country ("northern Mali"), `country` where that is. `anchor` are stems of the words that
    name the act, `names` the capitalised words of the sentence without those of who takes part, `words` stems of the
    others, `numbers` its figures.
    """

    report: str
    article: str
    kind: str
    mode: str
    status: str
    doers: frozenset[str]
    others: frozenset[str]
    first: int
    last: int
    known: int
    place: str
    country: str
    is_move: bool
    is_confirmed: bool
    anchor: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[str]

    @property
    def parties(self) -> frozenset[str]:
        """The parts of both sides."""
        return self.doers | self.others

    @property
    def is_dated(self) -> bool:
        """True where the text gives the days, both ends."""
        return self.first > 0

    @property
    def is_tight(self) -> bool:
        """True where the days that the text gives are few enough to tell one act from the next."""
        return self.first > 0 and self.last - self.first < _TIGHT

    def packed(self) -> str:
        """As JSON, the same for the same traits; `unpacked` reads it."""
        return json.dumps(
            [
                self.kind, self.mode, self.status, sorted(self.doers), sorted(self.others), self.first, self.last,
                self.known, self.place, self.country, int(self.is_move), int(self.is_confirmed), sorted(self.anchor),
                sorted(self.names), sorted(self.words), sorted(self.numbers),
            ],
            ensure_ascii=False, separators=(",", ":"),
        )  # fmt: skip

    @classmethod
    def unpacked(cls, report: str, article: str, packed: str) -> "Traits":
        """The traits of a report, as `packed` wrote them."""
        (kind, mode, status, doers, others, first, last, known, place, country, moved, confirmed, anchor, names,
         words, numbers) = json.loads(packed)  # fmt: skip
        return cls(
            report, article, kind, mode, status, frozenset(doers), frozenset(others), first, last, known, place,
            country, bool(moved), bool(confirmed), frozenset(anchor), frozenset(names), frozenset(words),
            frozenset(numbers),
        )  # fmt: skip


def traits_of(one: Recorded) -> Traits:
    """The traits of a recorded report; the same report gives the same, whatever else the record holds."""
    report = one.report
    sentence = one.sentence
    on = _day_of(report, one.article.published_on)
    first, last = _days(report.when, on)
    doers, others = parts_of(report.actors, on), parts_of(report.recipients, on)
    kind, status = _kind(report, sentence)
    place, country = (report.where.name, report.where.country or "") if report.where else ("", "")
    if kind == EventType.CONSULT and country and len(doers | others) < 2:
        others |= {country}  # whoever goes there is received there
    sides = frozenset(_stems(" ".join(each.text for each in (*report.actors, *report.recipients))))
    names = _names(sentence) - sides - _of_states()
    anchor = frozenset(_stems(report.anchor_text))
    found = list(_WORD.findall(sentence))
    return Traits(
        report=report.id,
        article=report.article_id,
        kind=kind,
        mode=report.mode or "",
        status=status,
        doers=doers,
        others=others,
        first=first,
        last=last,
        known=one.article.published_on.toordinal() if one.article.published_on else 0,
        place="" if _is_country(_folded(place), country) else _folded(place),
        country=country,
        is_move=_is_move(report, sentence),
        is_confirmed=bool(_CONFIRMED.search(sentence)),
        anchor=anchor,
        names=names,
        words=frozenset(_stems(sentence)) - sides - names - anchor,
        numbers=frozenset(each.strip(",.") for each in found if each[0].isdigit()),
    )


def content_of(one: Recorded) -> frozenset[str]:
    """Stems of the words of a report's sentence, without the names of those who take part."""
    names = " ".join(each.text for each in (*one.report.actors, *one.report.recipients))
    return frozenset(_stems(one.sentence)) - frozenset(_stems(names))


def _kind(report: Report, sentence: str) -> tuple[str, str]:
    """Type and status to compare by; a visit called off by one side is the visit, cancelled."""
    words = report.anchor_text
    if report.type is EventType.REJECT and _OF_A_VISIT.search(words) and _CALLED_OFF.search(words):
        return str(EventType.CONSULT), str(Status.CANCELLED)
    return str(report.type), str(report.status)


def _is_move(report: Report, sentence: str) -> bool:
    """True for a consultation or other plan of which the sentence says that its day was changed."""
    if report.status not in (Status.PLANNED, Status.CANCELLED):
        return False
    return bool(_MOVED.search(sentence))


def _day_of(report: Report, published_on: date | None) -> date | None:
    """The day on which members of a bloc are counted: of the act, else of the publication."""
    when = report.when
    return (when and (when.first or when.last)) or published_on


def _days(when: DayRange | None, on: date | None) -> tuple[int, int]:
    if when is None or not when.is_stated or when.precision is Precision.OPEN or not (when.first and when.last):
        return 0, 0
    return when.first.toordinal(), when.last.toordinal()


def _folded(name: str) -> str:
    return " ".join(_WORD.findall(name.casefold()))


def _is_country(place: str, country: str) -> bool:
    """True for the name of a state, and for a part of it told by a point of the compass."""
    state = Book.load().states.get(country)
    return bool(place and state and _folded(state.name) in place)


def _names(sentence: str) -> frozenset[str]:
    """Stems of the capitalised words of a sentence, its first one left out."""
    found = _WORD.findall(sentence)[1:]
    return frozenset(
        stem for word in found if word[0].isupper() and (stem := _stem(word.casefold()) or _short(word.casefold()))
    )


@lru_cache(maxsize=1)
def _of_states() -> frozenset[str]:
    """Stems of the names and adjectives of states and bodies: these are compared as parties."""
    book = Book.load()
    names = [name for id_ in (*book.states, *book.bodies) for name in book.names_of(id_)]
    kept = [name.text for name in names if name.language == "en" and name.what not in ("capital", "seat")]
    return frozenset(stem for text in kept for stem in _stems(text))


def _stems(text: str) -> Iterable[str]:
    for word in _WORD.findall(text):
        if not word[0].isdigit():
            stem = _stem(word.casefold())
            if stem:
                yield stem


def _short(name: str) -> str:
    """A name of three letters ("Gao")."""
    return name if len(name) == 3 and name not in _EMPTY | _NO_NAMES else ""


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """A word without its ending, cut to six letters so that "consultations" meets "consulted"; "" for an empty word."""
    bare = word.removesuffix("'s").removesuffix("’s")
    if (len(bare) < 4 and bare not in _SHORT) or bare in _EMPTY:
        return ""
    for ending in ("ing", "ed", "es", "s"):
        if bare.endswith(ending) and len(bare) - len(ending) >= 4:
            bare = bare[: -len(ending)]
            break
    return bare[:6]
