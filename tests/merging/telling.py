"""Recorded reports made from one line each, for tables of cases."""

from datetime import UTC, date, datetime

from dragoman.dates import DayRange, one_day, published_by
from dragoman.events import Recorded
from dragoman.merging.folding import event_of
from dragoman.merging.origins import Sourcing
from dragoman.merging.traits import traits_of
from dragoman.record import EventType, Participant, Place, Status
from dragoman.store.rows import spans_in
from tests.factory import a_report, a_span, an_article

NOW = datetime(2025, 6, 1, tzinfo=UTC)


def someone(code: str, text: str = "", **given: str) -> Participant:
    """A participant: "MLI" a state, "MLI/REB" rebels of it, a longer code a body or group."""
    country, _, sector = code.partition("/")
    if len(country) == 3 and country not in ("AES", "JNI"):
        return Participant(text or code, country=country, sector=sector or "GOV", **given)
    return Participant(text or code, actor=code, sector="IGO", **given)


def told(
    text: str,
    anchor: str,
    actors: str = "",
    recipients: str = "",
    *,
    type_: EventType = EventType.CONSULT,
    status: Status = Status.HAPPENED,
    published: str = "2025-04-01",
    day: str = "",
    place: Place | None = None,
    outlet: str = "AP",
    people: tuple[Participant, ...] = (),
    **given: object,
) -> Recorded:
    """A report of a sentence: `actors` and `recipients` are codes with spaces between, `day` is "" if not told."""
    on = date.fromisoformat(published)
    article = an_article(
        text,
        published_on=on,
        outlets=(outlet,) if outlet else (),
        came_as=f"{outlet}-{published}",
        title=f"{outlet} {published} {day}",
    )
    when: DayRange = published_by(on)
    if day:
        first, _, last = day.partition("/")
        when = (
            DayRange(date.fromisoformat(first), date.fromisoformat(last or first))
            if last
            else one_day(date.fromisoformat(first))
        )
    report = a_report(
        article,
        anchor,
        type_,
        status=status,
        actors=(*people, *(someone(code) for code in actors.split())),
        recipients=tuple(someone(code) for code in recipients.split()),
        when=when,
        where=place,
        sentence=a_span(article, text),
        **given,
    )
    words = {(span.start, span.end): text[span.start : span.end] for span in spans_in(report)}
    return Recorded(report, article, NOW, words)


def event(*reports: Recorded, copies: dict[str, str] | None = None, credit: dict[str, str] | None = None):
    """The event of these reports; `copies` and `credit` are by the outlet of the article."""
    traits = {each.id: traits_of(each) for each in reports}
    sourcing = {}
    for each in reports:
        outlet = next(iter(each.article.outlets), "")
        id_ = each.report.article_id
        sourcing[id_] = Sourcing((copies or {}).get(outlet, id_), (credit or {}).get(outlet, ""))
    return event_of(reports, traits, sourcing)
