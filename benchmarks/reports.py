"""Generated but realistic reports, in the order of publication, to measure merging by.

Acts: their sides are drawn from 190 states and 40 bodies and groups by a Zipf law (exponent 1), so that a few pairs
have most of the news; their types as often as coded news has them (CONSULT a quarter, ASSAULT a fifth …); their days
evenly over ten years; each has a place (one of five a state) and a dozen words of its own from a vocabulary of
4,000 by a Zipf law.
Tellings: an act is told by 1 to 200 articles, three in the mean, with a heavy tail (Pareto, exponent 1.4), most within
three days; one in six acts is announced up to three weeks before, and one in ten of these is moved or called off. A
telling names its day (60 %), its place (50 %), all of its sides (80 %; else one is left out), and half of its words
with others beside them. Four in ten tellings are copies of an earlier one, by another outlet, one in ten of these with
another number. An article tells of two acts of the same two sides or of one.
"""

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from dragoman.dates import DayRange, one_day, published_by
from dragoman.ontology.book import Book
from dragoman.record import Article, EventType, Participant, Place, Report, Span, Status

START = date(2015, 1, 1)
DAYS = 3650
_TYPES = {
    EventType.CONSULT: 25, EventType.ASSAULT: 20, EventType.ACCUSE: 10, EventType.SUPPORT: 8, EventType.COERCE: 8,
    EventType.REQUEST: 6, EventType.SANCTION: 5, EventType.AGREE: 5, EventType.REJECT: 4, EventType.AID: 3,
    EventType.THREATEN: 2, EventType.COOPERATE: 1, EventType.RETREAT: 1, EventType.CONCEDE: 1, EventType.MOBILIZE: 1,
}  # fmt: skip
_VERBS = {
    EventType.CONSULT: "met", EventType.ASSAULT: "attacked", EventType.ACCUSE: "accused", EventType.SUPPORT: "praised",
    EventType.COERCE: "detained", EventType.REQUEST: "urged", EventType.SANCTION: "sanctioned",
    EventType.AGREE: "promised", EventType.REJECT: "rejected", EventType.AID: "aided", EventType.THREATEN: "threatened",
    EventType.COOPERATE: "drilled with", EventType.RETREAT: "withdrew from", EventType.CONCEDE: "yielded to",
    EventType.MOBILIZE: "massed troops near",
}  # fmt: skip
_OUTLETS = ("AFP", "Reuters", "TASS", "AP", "Xinhua", *(f"Outlet {number}" for number in range(200)))


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happens, or is to, before anyone tells of it."""

    type: EventType
    sides: tuple[str, str]
    day: int
    place: str
    words: tuple[str, ...]
    number: int
    fate: str  # held, moved or cancelled
    moved_to: int


def acts(chance: random.Random) -> Iterator[Act]:
    """Acts without end, in no order."""
    book = Book.load()
    sides = [*sorted(book.states)[:190], *sorted(book.bodies)[:25], *sorted(book.groups)[:15]]
    chance.shuffle(sides)
    vocabulary = [_word(number) for number in range(4000)]
    by_side = [1 / (rank + 1) for rank in range(len(sides))]
    by_word = [1 / (rank + 20) for rank in range(len(vocabulary))]
    kinds, shares = list(_TYPES), list(_TYPES.values())
    while True:
        for first in chance.choices(sides, by_side, k=1000):
            second = first
            while second == first:
                second = chance.choices(sides, by_side)[0]
            day = chance.randrange(30, DAYS)
            words = tuple(dict.fromkeys(chance.choices(vocabulary, by_word, k=14)))
            fate = "held" if chance.random() < 0.9 else chance.choice(("moved", "cancelled"))
            type_ = chance.choices(kinds, shares)[0]
            place = f"{chance.choice((first, second)).title()}ville{chance.randrange(5)}"
            yield Act(
                type_, (first, second), day, place, words, chance.randrange(3, 400), fate, day + chance.randrange(5, 20)
            )


def _word(number: int) -> str:
    """A word of six letters or more, another for each number."""
    letters = "bcdfghjklmnprstvz"
    made = ""
    for _ in range(3):
        number, place = divmod(number, 17)
        made += letters[place] + "aeiou"[(number + place) % 5]
    return f"{made}{letters[number % 17]}o"


@dataclass(frozen=True, slots=True, order=True)
class _Telling:
    published: int
    turn: int
    act: Act
    status: str
    copy_of: str
    shows: tuple[bool, bool, bool]


def coded_articles(reports: int, seed: int = 1) -> Iterator[tuple[Article, list[Report]]]:
    """Articles with their reports until there are this many reports, in the order of publication."""
    chance, turn = random.Random(seed), count()
    wanted = reports
    waiting: list[_Telling] = []
    for act in acts(chance):
        waiting.extend(_tellings(act, chance, turn))
        if len(waiting) >= wanted:
            break
    heapq.heapify(waiting)
    made, last = 0, {}
    while waiting and made < reports:
        telling = heapq.heappop(waiting)
        beside = last.get(telling.act.sides[0]) if chance.random() < 0.8 else None
        article, found = _article(telling, beside, chance, next(turn))
        last[telling.act.sides[0]] = telling
        made += len(found)
        yield article, found


def _tellings(act: Act, chance: random.Random, turn: Iterator[int]) -> Iterator[_Telling]:
    told = min(200, int(chance.paretovariate(1.4)) + (chance.random() < 0.5))
    is_plan = act.type is EventType.CONSULT and chance.random() < 0.6
    for number in range(told):
        ahead = is_plan and number < max(1, told // 2)
        offset = -chance.randrange(1, 21) if ahead else min(30, int(chance.expovariate(0.8)))
        status = "planned" if ahead else (act.fate if is_plan else "held")
        shows = (chance.random() < 0.6, chance.random() < 0.5, chance.random() < 0.8)
        copy = "copy" if number and chance.random() < 0.4 else ""
        yield _Telling(max(0, act.day + offset), next(turn), act, status, copy, shows)


@dataclass(frozen=True, slots=True)
class _Told:
    words: str
    verb: str
    status: Status
    when: DayRange | None
    names: tuple[str, ...]
    place: str


def _article(
    telling: _Telling, beside: _Telling | None, chance: random.Random, turn: int
) -> tuple[Article, list[Report]]:
    day = START + timedelta(days=telling.published)
    wording = random.Random(telling.act.number * 7919 + telling.act.day) if telling.copy_of else chance
    parts = [_sentence(telling, wording, chance)]
    if beside and beside.act is not telling.act and abs(beside.published - telling.published) < 4:
        parts.append(_sentence(beside, wording, chance))
    text = " ".join(told.words for told in parts) + f" Filed under {turn}."
    outlet = _OUTLETS[min(len(_OUTLETS) - 1, int(chance.paretovariate(0.6)) - 1)]
    article = Article(
        Article.identify("", text, day),
        text,
        published_on=day,
        outlets=(outlet,),
        came_as=f"g-{turn}",
        came_from="generated",
    )
    tellings = [telling, *([beside] if len(parts) > 1 and beside else [])]
    start, found = 0, []
    for told, each in zip(parts, tellings, strict=True):
        found.append(_report(article, start, told, each.act))
        start += len(told.words) + 1
    return article, found


def _sentence(telling: _Telling, wording: random.Random, chance: random.Random) -> _Told:
    act = telling.act
    has_day, has_place, has_all = telling.shows
    verb = _VERBS[act.type]
    status, day = Status.HAPPENED, act.day
    if telling.status == "planned":
        status, verb = Status.PLANNED, "plans to have " + verb
    elif telling.status == "cancelled":
        status, verb = Status.CANCELLED, "called off what would have " + verb
    elif telling.status == "moved":
        status, verb, day = Status.PLANNED, "postponed and will have " + verb, act.moved_to
    number = act.number + (chance.randrange(1, 9) if telling.copy_of and chance.random() < 0.1 else 0)
    words = wording.sample(act.words, min(len(act.words), 7))
    noise = [_word(wording.randrange(4000)) for _ in range(4)]
    names = act.sides if has_all else act.sides[:1]
    place = act.place if has_place else ""
    told = f"{names[0]} {verb}" + (f" {names[1]}" if len(names) > 1 else "") + (f" in {place}" if place else "")
    text = f"{told} over {number} {' '.join(words)} {' '.join(noise)}."
    when = one_day(START + timedelta(days=day)) if has_day else None
    return _Told(text, verb, status, when, names, place)


def _report(article: Article, start: int, told: _Told, act: Act) -> Report:
    text, words, verb, names, place = article.text, told.words, told.verb, told.names, told.place

    def span(part: str) -> Span:
        at = text.index(part, start)
        return Span.of(article.id, text, at, at + len(part))

    def who(code: str) -> Participant:
        if code in Book.load().states:
            return Participant(code, country=code, sector="GOV", span=span(code))
        return Participant(code, actor=code, sector="IGO", span=span(code))

    anchor = span(verb)
    return Report(
        id=Report.identify(anchor, act.type), anchor=anchor, anchor_text=verb, type=act.type, status=told.status,
        actors=(who(names[0]),), recipients=tuple(who(code) for code in names[1:]),
        when=told.when or published_by(article.published_on or START),
        where=Place(place, act.sides[not place.startswith(act.sides[0].title())], span(place)) if place else None,
        sentence=Span.of(article.id, text, start, start + len(words)), coder="generated", rule="generated",
    )  # fmt: skip
