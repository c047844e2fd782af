"""A recorded report comes in; what merging compares of it goes out, small enough to be kept beside it."""

import json
import re
from calendar import monthrange
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from dragoman.dates import DayRange, Precision
from dragoman.events import Recorded
from dragoman.merging.parties import is_known, offices_in, parts_of, persons_in
from dragoman.merging.wording import OF_A_KIND, folded, names_in, of_people, of_states, stems
from dragoman.ontology.acts import OF_WORDS
from dragoman.ontology.book import Book
from dragoman.record import EventType, Report, Status

VERSION = "8"
"""Of what is compared; a record merged by another version is merged anew."""

DAILY = frozenset((EventType.ASSAULT, EventType.PROTEST))
"""Kinds of which each day may have its own: told without a day, and on another day, they are most often two."""

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
_NUMBERED = {word: str(number) for number, word in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1
)}  # fmt: skip
_ORDINAL = re.compile(rf"\b({'|'.join(_NUMBERED)}|\d+(?=st|nd|rd|th))(?:st|nd|rd|th)?\s+([a-z]+)\b", re.IGNORECASE)
_DAY_NUMBER = re.compile(r"\b(day|round|phase)\s+(\d+|one|two|three|four|five)\b", re.IGNORECASE)
_CARDINALS = {word: str(number) for number, word in enumerate("one two three four five".split(), 1)}
# Who says it, where that is who the sentence begins with: "Kremlin spokesman Dmitry Peskov says that".
_SAYS = re.compile(
    r"\b(?:says?|said|announce[sd]?|confirm(?:s|ed)?|state[sd]?|claim(?:s|ed)?|report(?:s|ed)|told|tells|reveal(?:s|ed)?)"
    r"(?:\s+(?:on\s+)?\w+day)?\s+(?:that\b|the\b|it\b|he\b|she\b|they\b|[A-Z])"
)
_COUNT = re.compile(r"\d[\d,.]*\d|\d")
_PERCENT = re.compile(r"\d+(?:\.\d+)?(?=\s?(?:%|per ?cent\b))")
# "125 %, up from 104 %": the second is of before.
_OF_BEFORE = re.compile(r"\bfrom\s+\d[\d,.]*\s?(?:%|per ?cent\b)", re.IGNORECASE)
_FURTHER = re.compile(
    r"\b(?:further|another|additional|again|renewed|fresh|permanent(?:ly)?"
    r"|(?:\d[\d,.]*|two|three|four|five|dozens|hundreds|thousands|many|several) more)\b",
    re.IGNORECASE,
)
# "Have been protesting for weeks": what lasts so long is no act of one day.
_LASTING = re.compile(r"\bfor (?:[^\s,;]+ ){0,3}?(?:days|weeks|months|years)\b", re.IGNORECASE)
_RESUMES = re.compile(r"\bresum(?:es?|ed|ing|ption)\b", re.IGNORECASE)
_BESIDE = 40
"""Characters beside the words that name an act in which is said that it is one more of a row, and beside a place."""
# "Arrives in Hanoi ahead of the summit": what is told is not the summit.
_AHEAD_OF = re.compile(
    r"\b(?:ahead of|prior to|on the eve of|in preparation (?:for|of)) (?:[^\s,;]+ ){0,6}?"
    r"(?:summit|talks|meeting|conference|negotiations)\b",
    re.IGNORECASE,
)
_ARRIVES = re.compile(r"\barriv(?:es?|ed|ing)\b", re.IGNORECASE)
_TIGHT = 16
"""Days: a range no wider than this says when the act was; a month or a year only in what time."""
FRESH = 3
"""Days before publication in which an act lies that the news tells without a day."""
SOON = 1
"""Days after publication in which talks lie for which somebody is told to have arrived."""
AHEAD_FOR = 60
"""Days after publication in which a plan lies that is told without a day, and in which a moved one is found."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a report: who, what, when, where and in which words.

    Days are ordinals of the proleptic calendar. `first` and `last` are the days that the text gives (0 where it gives
    none, or one end only), `known` the publication day (0 for an undated article). `doers` and `others` are the
    parts of the two sides. `is_move` is True where the words say that the act was put to another day, `is_confirmed`
    where they confirm it. `place` is the folded name, empty where it says no more
    than the country ("northern Mali"), `country` where that is. `anchor` are stems of
    the words that name the act; `persons` who by name takes part for whom ("RUS:lavrov"), `offices` in which office
    ("RUS:foreign"); `names` the capitalised words of the sentence without those of who takes part, `people` those of
    them that holders of offices are called by; `words` stems of the others; `dead` the least number of dead that the
    text states, -1 where none; `ordinals` which of several it is ("3 day", "42 summit"), `is_further` True
    where the words that name the act, or those beside them, say that there was one before, `counted` the figures in
    them, and what is per cent in the sentence; `is_ahead` is True of what is done ahead of a meeting, of which the
    sentence tells too, `is_near` of a meeting for which somebody has arrived, `is_lasting` of what is under way for
    days or weeks. What follows from these is `parties`, the
    parts of both sides; `window`, the first and last day on which the act may lie; `content`, the stems that tell one
    act from another of its kind.
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
    persons: frozenset[str]
    offices: frozenset[str]
    people: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]
    dead: int
    ordinals: frozenset[str]
    is_further: bool
    counted: frozenset[str]
    is_ahead: bool = False
    is_near: bool = False
    is_lasting: bool = False
    parties: frozenset[str] = field(init=False, repr=False)
    window: tuple[int, int] = field(init=False, repr=False)
    content: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Works out what every comparison asks for."""
        object.__setattr__(self, "parties", self.doers | self.others)
        object.__setattr__(self, "window", _window(self))
        object.__setattr__(self, "content", (self.words | self.names | self.people | self.anchor) - OF_A_KIND)

    @property
    def is_dated(self) -> bool:
        """True where the text gives the days, both ends."""
        return self.first > 0

    @property
    def has_time(self) -> bool:
        """True unless neither the text nor the article gives any day; such a report stands alone."""
        return self.is_dated or self.known > 0

    @property
    def is_told_done(self) -> bool:
        """True where the text gives no day, and tells of the act as done or under way when it was published."""
        return not self.first and self.known > 0 and self.status in (Status.HAPPENED, Status.ONGOING)

    @property
    def is_tight(self) -> bool:
        """True where the days that the text gives are few enough to tell one act from the next."""
        return self.first > 0 and self.last - self.first < _TIGHT

    def packed(self) -> str:
        """As JSON, the same for the same traits; `unpacked` reads it. The ids are kept beside it."""
        values = (getattr(self, name) for name in _PACKED)
        kept = [sorted(each) if isinstance(each, frozenset) else each for each in values]
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def unpacked(cls, report: str, article: str, packed: str) -> "Traits":
        """The traits of a report, as `packed` wrote them."""
        kept: list[Any] = [frozenset(each) if isinstance(each, list) else each for each in json.loads(packed)]
        if len(kept) < len(_PACKED):  # a record of an older version, read before it is merged anew
            kept += _SINCE_VERSION_1[len(kept) - _OF_VERSION_1 :]
        return cls(report, article, *kept)


_PACKED = tuple(each.name for each in fields(Traits) if each.init)[2:]

_OF_VERSION_1 = _PACKED.index("dead")
_SINCE_VERSION_1: list[Any] = [-1, frozenset(), False, frozenset(), False, False, False]


def _window(one: Traits) -> tuple[int, int]:
    """First and last day on which the act may lie, as ordinals: stated, or by what the news tells without a day."""
    if one.is_move:
        first = min(one.known or one.first, one.first or one.known) - FRESH
        return first, max(one.last, (one.known or one.first) + AHEAD_FOR)
    if one.first:
        return one.first, one.last
    if one.status in (Status.PLANNED, Status.POSSIBLE, Status.URGED, Status.CANCELLED):
        return one.known - FRESH, one.known + (SOON if one.is_near else AHEAD_FOR)
    return one.known - FRESH, one.known


def traits_of(one: Recorded) -> Traits:
    """The traits of a recorded report; the same report gives the same, whatever else the record holds."""
    report = one.report
    sentence = one.sentence
    on = _day_of(report, one.article.published_on)
    first, last = (0, 0) if _is_of_another(report, sentence) else _days(report.when, on)
    doers, others = parts_of(report.actors, on), parts_of(report.recipients, on)
    kind, status = _kind(report, sentence)
    place, country = _where(report)
    place = _listed(place, sentence)
    anchor = frozenset(stems(report.anchor_text))
    is_alone = len([part for part in doers | others if is_known(part)]) < 2
    is_of_others = "summit" in anchor and report.mode != "multilateral"  # a third country may host it
    if kind == EventType.CONSULT and country and is_alone and not is_of_others:
        others |= {country}  # whoever goes there is received there
    speaker = [report.said_by] if report.said_by else []  # of whoever says it, the act knows nothing
    named = " ".join(each.text for each in (*report.actors, *report.recipients, *speaker))
    sides = frozenset(stems(named)) | names_in(f"by {named}")
    there, capitals = frozenset(stems(place)), names_in(sentence)
    named_there = capitals - _speaker(report, sentence) - sides - of_states() - there
    people, names = named_there & of_people(), named_there - of_people()
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
        place="" if _is_country(folded(place), country) else folded(place),
        country=country,
        is_move=_is_move(report, sentence),
        is_confirmed=bool(_CONFIRMED.search(sentence)),
        anchor=anchor,
        persons=persons_in(report),
        offices=offices_in(report),
        people=people,
        names=names,
        words=frozenset(stems(sentence)) - sides - there - capitals - anchor - of_states() - OF_A_KIND,
        dead=report.dead.low if report.dead else -1,
        ordinals=_ordinals(sentence),
        is_further=_is_further(report, sentence),
        counted=_counted(report.anchor_text, sentence),
        is_ahead=kind == EventType.CONSULT and bool(_AHEAD_OF.search(_after(report, sentence))),
        is_near=kind == EventType.CONSULT and bool(_ARRIVES.search(_before(report, sentence))),
        is_lasting=report.status is Status.ONGOING and bool(_LASTING.search(_after(report, sentence))),
    )


def _before(report: Report, sentence: str) -> str:
    """What a sentence says before the words that name the act."""
    return sentence[: report.anchor.start - report.sentence.start] if report.sentence else ""


def _after(report: Report, sentence: str) -> str:
    """What a sentence says after the words that name the act."""
    return sentence[report.anchor.end - report.sentence.start :] if report.sentence else ""


def _is_further(report: Report, sentence: str) -> bool:
    """True where it is said of the act that there was one before."""
    beside = f"{_before(report, sentence)[-_BESIDE:]} {report.anchor_text}"
    return bool(_FURTHER.search(beside) or _RESUMES.search(_after(report, sentence)[:_BESIDE]))


def _counted(anchor: str, sentence: str) -> frozenset[str]:
    """The figures in the words that name an act, and what is per cent in the sentence; not those of before."""
    percents = _PERCENT.findall(_OF_BEFORE.sub("", sentence))
    return frozenset((*_COUNT.findall(anchor), *percents))


def _where(report: Report) -> tuple[str, str]:
    """Name and country of where an act is; of an attack, the town that is attacked where it names no other place."""
    if report.where:
        name, country = report.where.name, report.where.country or ""
        if report.type is not EventType.ASSAULT or not _is_country(folded(name), country):
            return name, country
    towns = [each for each in report.recipients if each.country and each.sector == "UNK" and not each.person]
    if report.type is EventType.ASSAULT and len(towns) == 1 == len(report.recipients):
        return towns[0].text, towns[0].country or ""
    return (report.where.name, report.where.country or "") if report.where else ("", "")


def _speaker(report: Report, sentence: str) -> frozenset[str]:
    """Stems of the names of whoever says what a sentence tells, where that is no participant and comes first in it."""
    says = _SAYS.search(sentence)
    if says is None or report.sentence is None:
        return frozenset()
    spans = [report.anchor, *(each.span for each in (*report.actors, *report.recipients) if each.span)]
    if min(span.start for span in spans) - report.sentence.start < says.start():
        return frozenset()
    return names_in(f"by {sentence[: says.start()]}") - names_in(f"by {sentence[says.end() :]}")


def _ordinals(sentence: str) -> frozenset[str]:
    """Which of several it is: "3 day" for "the third day" and "day 3"."""
    found = [(_NUMBERED.get(which.casefold(), which), what) for which, what in _ORDINAL.findall(sentence)]
    found += [(_CARDINALS.get(which.casefold(), which), what) for what, which in _DAY_NUMBER.findall(sentence)]
    return frozenset(f"{which} {what.casefold()}" for which, what in found)


def content_of(one: Recorded) -> frozenset[str]:
    """Stems of what a report's sentence is about: without names of states and the words of any such act."""
    names = " ".join(each.text for each in (*one.report.actors, *one.report.recipients))
    return frozenset(stems(one.sentence)) - frozenset(stems(names)) - of_states() - OF_A_KIND


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
    first, last = when.first, when.last
    if when.precision is Precision.YEAR:
        first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
    elif when.precision is Precision.MONTH:  # "two months after the vote" names a day that is known to the month
        first, last = first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    return first.toordinal(), last.toordinal()


_SINCE = re.compile(r"\bsince\b[^,;]{0,60}$", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\b(?:similar|previous|earlier|prior)\s+[^,;]{3,60}$", re.IGNORECASE)


_FAR = 40
"""Characters after the words of an accusation or a demand from which on a day is of what it is about."""


def _is_of_another(report: Report, sentence: str) -> bool:
    """True where the day is not the act's, but that of another act that is told with it.

    "For the first time since April 28", "after a similar protest on June 23", "blames them for an attack two days ago";
    of attacks and protests also one that a later sentence gives.
    """
    spans = [(each.span, each.words) for each in report.why if each.name == "when" and each.span]
    if report.sentence is None:
        return False
    starts, ends = report.sentence.start, report.sentence.end
    for span, words in spans:
        before = sentence[: max(0, span.start - starts)]
        another = _OF_ANOTHER.search(before)
        if (
            words.casefold().startswith("since ")
            or _SINCE.search(before)
            or (report.type in DAILY and span.start >= ends)
            or (another and report.anchor.end <= starts + another.start())
            or (report.type in OF_WORDS and span.start > report.anchor.end + _FAR)
        ):
            return True
    return False


def _listed(place: str, sentence: str) -> str:
    """A place that the book knows; for another the one that the sentence names next to it, empty where it names none.

    A hamlet is named by one report and left out by the next, or spelled otherwise: "Butler", "Butler County".
    """
    book = Book.load()
    if not place or any(hit.candidates for hit in book.find(place)):
        return place
    _, _, after = sentence.partition(place)
    named = (hit for hit in book.find(after[:_BESIDE]) if hit.candidates)
    return next((hit.text for hit in named if hit.candidates[0].kind == "place"), "")


def _is_country(place: str, country: str) -> bool:
    """True for the name of a state, and for a part of it told by a point of the compass."""
    state = Book.load().states.get(country)
    return bool(place and state and folded(state.name) in place)
