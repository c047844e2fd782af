"""Made-up histories for properties: articles over a few weeks that tell, deny, move and copy the acts of a few actors."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from dragoman.dates import one_day, published_by
from dragoman.record import Article, EventType, Place, Report, Status
from tests.factory import a_report, a_span, an_article, someone

START = date(2025, 3, 1)
NAMES = {
    "MLI": "Mali", "NER": "Niger", "RUS": "Russia", "AES": "the Alliance of Sahel States", "UKR": "Ukraine",
    "CHN": "China", "JPN": "Japan",
}  # fmt: skip
PLACES = {"Moscow": "RUS", "Bamako": "MLI", "Gao": "MLI"}
WORDS = (
    "on gold and uranium", "over the downed drone near the border", "about the joint force of soldiers",
    "after weeks of silence between capitals",
)  # fmt: skip
VERBS = {
    (EventType.CONSULT, Status.HAPPENED): "met with",
    (EventType.CONSULT, Status.PLANNED): "will meet with",
    (EventType.CONSULT, Status.CANCELLED): "cancelled talks with",
    (EventType.CONSULT, Status.DENIED): "did not meet with",
    (EventType.ASSAULT, Status.HAPPENED): "attacked troops of",
    (EventType.ASSAULT, Status.DENIED): "did not attack troops of",
    (EventType.ACCUSE, Status.HAPPENED): "accused",
}


@dataclass(frozen=True)
class Telling:
    """One article of a history, which tells of one act or two."""

    published: int
    acts: tuple[tuple[EventType, Status, str, str, int | None, str | None, str, bool], ...]
    outlet: str
    is_padded: bool

    def article(self) -> Article:
        """The article; the same telling gives the same one."""
        day = START + timedelta(days=self.published)
        text = " ".join(self._sentence(*act) for act in self.acts)
        if self.is_padded:
            text += " Subscribe to our letter for more of the news that matters in the region every single morning."
        return an_article(text, published_on=day, outlets=(self.outlet,), came_as=f"{self.outlet}-{self.published}")

    @staticmethod
    def _sentence(
        type_: EventType,
        status: Status,
        one: str,
        other: str,
        day: int | None,
        place: str | None,
        words: str,
        moved: bool,
    ) -> str:
        when = f" on day {day}" if day is not None else ""
        where = f" in {place}" if place else ""
        put = ", which was postponed to that day" if moved else ""
        return f"{NAMES[one]} {VERBS[type_, status]} {NAMES[other]}{where}{when}{put} {words}."

    def reports(self, article: Article) -> list[Report]:
        """What a coder reads in it."""
        found, start = [], 0
        for type_, status, one, other, day, place, words, moved in self.acts:
            sentence = self._sentence(type_, status, one, other, day, place, words, moved)
            start = article.text.index(sentence, start)
            span = replace(a_span(article, sentence), start=start, end=start + len(sentence))
            verb = VERBS[type_, status]
            at = article.text.index(verb, start)
            when = (
                one_day(START + timedelta(days=day)) if day is not None else published_by(article.published_on or START)
            )
            report = a_report(
                article, verb, type_, status=status, actors=(someone(article, NAMES[one], one),),
                recipients=(someone(article, NAMES[other], other),), when=when, sentence=span,
                where=Place(place, PLACES[place]) if place else None,
            )  # fmt: skip
            anchor = replace(report.anchor, start=at, end=at + len(verb))
            found.append(replace(report, anchor=anchor, id=Report.identify(anchor, type_)))
            start += len(sentence)
        return list({each.id: each for each in found}.values())


Act = tuple[EventType, Status, str, str, int | None, str | None, str, bool]
PAIRS = [("MLI", "RUS"), ("AES", "RUS"), ("NER", "RUS"), ("RUS", "MLI"), ("MLI", "UKR")]
_base = st.tuples(
    st.sampled_from([EventType.CONSULT, EventType.CONSULT, EventType.ASSAULT, EventType.ACCUSE]),
    st.integers(3, 18),
    st.sampled_from(sorted(PLACES)),
    st.sampled_from(WORDS),
    st.sampled_from(PAIRS),
)
"""What really is to happen: a kind of act, a day, a place, the words about it, and two."""


def _telling(base: tuple[EventType, int, str, str, tuple[str, str]]) -> st.SearchStrategy[tuple[int, Act]]:
    """How an article may tell of it, and when: ahead or after, with or without day and place, of a part or the whole."""
    type_, day, place, words, pair = base

    def made(
        lag: int, status: Status, off: int, shows: tuple[bool, bool, bool, bool], which: tuple[str, str]
    ) -> tuple[int, Act]:
        has_day, has_place, is_moved, has_words = shows
        if lag < 0 and type_ is EventType.CONSULT:
            status = status if status in (Status.PLANNED, Status.CANCELLED) else Status.PLANNED
        else:
            lag, status = abs(lag), status if (type_, status) in VERBS else Status.HAPPENED
        is_moved = is_moved and status in (Status.PLANNED, Status.CANCELLED)
        about = words if has_words else WORDS[0]
        told = day + off + (5 if is_moved else 0) if has_day else None
        return max(0, day + lag), (type_, status, *which, told, place if has_place else None, about, is_moved)

    return st.builds(
        made,
        st.integers(-6, 3),
        st.sampled_from(
            [Status.HAPPENED, Status.HAPPENED, Status.PLANNED, Status.PLANNED, Status.CANCELLED, Status.DENIED]
        ),
        st.sampled_from([0, 0, 0, 0, 1, 4]),
        st.tuples(st.booleans(), st.booleans(), st.sampled_from([False, False, False, True]), st.booleans()),
        st.sampled_from([pair, pair, pair, ("AES", pair[1]), ("NER", pair[1])]),
    )


def _article(bases: list[tuple[EventType, int, str, str, tuple[str, str]]]) -> st.SearchStrategy[Telling]:
    one = st.sampled_from(bases).flatmap(_telling)
    return st.builds(
        lambda first, more, outlet, padded: Telling(first[0], (first[1], *(act for _, act in more)), outlet, padded),
        one,
        st.lists(one, max_size=1),
        st.sampled_from(["AFP", "Demo Wire", "Demo Gazette", "TASS"]),
        st.booleans(),
    )


histories = st.lists(_base, min_size=1, max_size=3).flatmap(
    lambda bases: st.lists(_article(bases), min_size=1, max_size=12, unique_by=lambda telling: telling.article().id)
)
