"""Events, reports, articles, ties, claims and pledges become flat tables, whose columns say what they hold."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from dragoman.analysis.claims import Claim
from dragoman.analysis.pledges import Kept
from dragoman.analysis.standing import Asked
from dragoman.analysis.tie_book import KnownTie
from dragoman.dates import DayRange
from dragoman.events import Event, Recorded
from dragoman.export.answers import tie_object
from dragoman.export.door import About, Cell, Column, Row, Table
from dragoman.ontology.acts import QUAD, SCORES
from dragoman.record import Article, Participant

Events = Callable[[], Iterable[Event]]

_DAYS = (
    Column("first_on", "day", "first day on which it may lie; empty where open or not known"),
    Column("last_on", "day", "last day, included"),
    Column("precision", "text", "how finely the days are known: day, month, year, open"),
    Column("day_basis", "text", "stated, relative (to the publication day), or published: by then and no more"),
)
_RIGHTS = (
    Column("licence", "text", "what the coding of this row is given away under; empty where the desk does not say"),
    Column("words_of", "text", "whose words the quote is: they stay theirs, and are quoted"),
)
_ACT = (
    Column("type", "text", "one of PLOVER's sixteen types"),
    Column("mode", "text", "a finer word of the type"),
    Column("status", "text", "happened, ongoing, planned, cancelled, denied, possible, urged"),
)
_SIDES = (
    Column("actors", "list", "codes of who acts: ISO 3166 alpha-3, or ids of bodies and groups; the words where none"),
    Column("recipients", "list", "codes of those to whom it is done"),
)
_EVENT = (
    Column("event", "text", "id of the event, which “dragoman explain” opens"),
    *_ACT,
    Column("stage", "text", "how far it has come: also confirmed, moved, held, no word"),
    *_DAYS,
    *_SIDES,
    Column("actor_words", "list", "the words that name who acts"),
    Column("recipient_words", "list", "the words that name the recipients"),
    Column("invited_by", "text", "code or words of who invited"),
    Column("hosted_by", "list", "codes of those who host it, or their words"),
    Column("led_by", "list", "who leads the delegations, in the text's words"),
    Column("place", "text", "where, as the text has it"),
    Column("place_country", "text", "its country, ISO 3166 alpha-3"),
    Column("contexts", "list", "areas that it lies in"),
    Column("quad", "text", "verbal or material, cooperation or conflict"),
    Column("score", "number", "PLOVER's conflict (−10) to cooperation (+10) score of the type, whatever the status"),
    Column("said_by", "text", "whose claim it is, by the leading report"),
    Column("report_count", "count", "reports of it"),
    Column("origin_count", "count", "origins that word of it came from, copies counted once"),
    Column("known_on", "day", "publication day of the first report"),
    Column("last_known_on", "day", "publication day of the last"),
    Column("is_contradicted", "flag", "true where reports say opposite things"),
    Column("amended", "list", "fields that a person amended"),
    Column("quote", "text", "the sentence that it rests on, cut at the limit"),
    Column("url", "text", "address of the leading report's article"),
    *_RIGHTS,
)
_REPORT = (
    Column("report", "text", "id of the report"),
    Column("event", "text", "id of its event"),
    Column("article", "text", "id of its article"),
    Column("begins", "count", "place of the act's words in the article: first character"),
    Column("ends", "count", "character after the last"),
    Column("anchor", "text", "the words that name the act"),
    *_ACT,
    *_DAYS,
    *_SIDES,
    Column("said_by", "text", "whose claim it is; empty where the text itself asserts it"),
    Column("via", "text", "the outlet it was said to"),
    Column("dead_low", "count", "least number of dead that the text states"),
    Column("dead_high", "count", "greatest; empty where no upper bound is stated"),
    Column("injured_low", "count", "least number of injured"),
    Column("injured_high", "count", "greatest"),
    Column("known_on", "day", "publication day of the article"),
    Column("known_at", "instant", "when the record had it"),
    Column("coder", "text", "who read it"),
    Column("rule", "text", "by which rule or model"),
    Column("score", "number", "how sure the coder is, 0 to 1"),
    Column("quote", "text", "the sentence, cut at the limit"),
    *_RIGHTS,
)
_ARTICLE = (
    Column("article", "text", "id: hash of title, text and publication day"),
    Column("title", "text", "title, cut at the limit"),
    Column("published_on", "day", "publication day"),
    Column("outlets", "list", "who printed it"),
    Column("language", "text", "ISO 639-1"),
    Column("url", "text", "address"),
    Column("reports", "count", "reports of these events that are in it"),
    *_RIGHTS,
)
_TIE = (
    Column("kind", "text", "member, chair, sanctions, relations …"),
    Column("who", "text", "code or id of one side, or a person's id"),
    Column("whom", "text", "code or id of the other"),
    Column("role", "text", "role or title, of an office"),
    Column("since", "text", "partial ISO date of its beginning; “by …” where only that is known"),
    Column("notice", "text", "when its end was announced"),
    Column("until", "text", "partial ISO date of its end; “?” where it ended on a day not known; empty while it lasts"),
    Column("known", "text", "who knows it: book, learnt, both, conflict"),
    Column("conflicts", "list", "where book and events differ"),
    Column("rests_on", "list", "shelves of the book and ids of events"),
    Column("licence", "text", "Apache-2.0 for what the book has; else as for events"),
)
_CLAIM = (
    Column("event", "text", "id of the event that is claimed"),
    Column("kind", "text", "claims, denies, accuses"),
    Column("by", "list", "codes or words of who says so"),
    Column("said_on", "day", "day of the first report of it"),
    *_ACT,
    *_DAYS,
    *_SIDES,
    Column("said_to", "list", "outlets it was said to"),
    Column("printed_by", "list", "outlets that print it"),
    Column("reports", "list", "ids of the reports"),
    Column("contradicted_by", "list", "ids of the reports that say otherwise"),
    Column("quote", "text", "its first sentence, cut at the limit"),
    *_RIGHTS,
)
_PLEDGE = (
    Column("event", "text", "id of the event in which it was made"),
    Column("by", "list", "codes of who made it"),
    Column("to", "list", "codes of those it was made to"),
    Column("areas", "list", "contexts"),
    Column("made_on", "day", "when it was first known"),
    *_DAYS,
    Column("score", "count", "−1 broken, 0 in part, +1 kept; empty: none yet"),
    Column("is_overdue", "flag", "true where its day passed without word"),
    Column("evidence", "list", "ids of the events that speak for or against it"),
    Column("quote", "text", "the sentence, cut at the limit"),
    *_RIGHTS,
)


def events_table(events: Events, about: About, asked: Asked) -> Table:
    """One row an event, as it stands on the day of the question; what was neither done nor heard of is left out."""

    def rows() -> Iterator[Row]:
        for event in events():
            stage = asked.stage(event)
            if stage is not None:
                yield _event(event, about, asked) | {"stage": str(stage)}

    return Table("events", _EVENT, rows, ("event",))


def _event(event: Event, about: About, asked: Asked) -> dict[str, Cell]:
    lead = event.report(event.lead)
    return {
        "event": event.id,
        **_act(event),
        **_days(asked.when(event)),
        **_sides(event),
        "actor_words": tuple(one.text for one in event.actors),
        "recipient_words": tuple(one.text for one in event.recipients),
        "invited_by": _code(event.invited_by),
        "hosted_by": tuple(each.code or each.text for each in event.hosted_by),
        "led_by": tuple(each.text for each in event.led_by),
        "place": event.where.name if event.where else None,
        "place_country": event.where.country if event.where else None,
        "contexts": event.contexts,
        "quad": str(QUAD[event.type]),
        "score": SCORES[event.type],
        "said_by": _code(lead.report.said_by),
        "report_count": len(event.reports),
        "origin_count": len(event.origins),
        "known_on": event.first_known_on.isoformat(),
        "last_known_on": event.last_known_on.isoformat(),
        "is_contradicted": event.is_contradicted,
        "amended": event.amended,
        "url": web_address(lead.article.url),
        **_quote(lead, about),
    }


def reports_table(events: Events, about: About) -> Table:
    """One row a report of the events."""

    def rows() -> Iterator[Row]:
        for event in events():
            for each in event.reports:
                yield _report(each, event, about)

    return Table("reports", _REPORT, rows, ("report",))


def _report(each: Recorded, event: Event, about: About) -> Row:
    report = each.report
    return {
        "report": each.id,
        "event": event.id,
        "article": each.article.id,
        "begins": report.anchor.start,
        "ends": report.anchor.end,
        "anchor": about.quoted(report.anchor_text),
        "type": str(report.type),
        "mode": report.mode,
        "status": str(report.status),
        **_days(report.when),
        "actors": codes(report.actors),
        "recipients": codes(report.recipients),
        "said_by": _code(report.said_by),
        "via": report.via,
        "dead_low": report.dead.low if report.dead else None,
        "dead_high": report.dead.high if report.dead else None,
        "injured_low": report.injured.low if report.injured else None,
        "injured_high": report.injured.high if report.injured else None,
        "known_on": each.known_on.isoformat(),
        "known_at": each.known_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "coder": report.coder,
        "rule": report.rule,
        "score": round(report.score, 4),
        **_quote(each, about),
    }


def articles_table(events: Events, about: About) -> Table:
    """One row an article that reports one of the events, in the order of ids, without its text."""

    def rows() -> Iterator[Row]:
        found: dict[str, Row] = {}
        counts: dict[str, int] = {}
        for event in events():
            for each in event.reports:
                article = each.article
                counts[article.id] = counts.get(article.id, 0) + 1
                found.setdefault(article.id, _article(article, about))
        for id_ in sorted(found):
            yield {**found[id_], "reports": counts[id_]}

    return Table("articles", _ARTICLE, rows, ("article",))


def _article(article: Article, about: About) -> Row:
    return {
        "article": article.id,
        "title": about.quoted(article.title),
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "outlets": article.outlets,
        "language": article.language,
        "url": web_address(article.url),
        "licence": about.licence or None,
        "words_of": words_of(article),
    }


def ties_table(ties: Sequence[KnownTie], about: About) -> Table:
    """One row a tie, of the book or of events."""

    def rows() -> Iterator[Row]:
        for tie in ties:
            facts = tie_object(tie)
            yield {
                "kind": tie.kind,
                "who": str(facts["who"]),
                "whom": tie.whom,
                "role": facts.get("title") or facts.get("role"),
                "since": facts.get("from"),
                "notice": facts.get("notice"),
                "until": facts.get("to"),
                "known": str(tie.known),
                "conflicts": tie.conflicts,
                "rests_on": tuple(dict.fromkeys(str(each) for each in facts.get("rests_on", ()))),
                "licence": "Apache-2.0" if tie.book else about.licence or None,
            }

    return Table("ties", _TIE, rows)


def claims_table(claims: Sequence[Claim], about: About, asked: Asked) -> Table:
    """One row a claim."""

    def rows() -> Iterator[Row]:
        for claim in claims:
            yield {
                "event": claim.event.id,
                "kind": str(claim.kind),
                "by": codes(claim.by),
                "said_on": claim.said_on.isoformat(),
                **_act(claim.event),
                **_days(asked.when(claim.event)),
                **_sides(claim.event),
                "said_to": _once(each.said_to for each in claim.channels),
                "printed_by": _once(name for each in claim.channels for name in each.printed_by),
                "reports": claim.reports,
                "contradicted_by": _once(each.report for each in claim.contradicted_by),
                **_quote(claim.event.report(claim.reports[0]), about),
            }

    return Table("claims", _CLAIM, rows)


def pledges_table(pledges: Sequence[Kept], about: About) -> Table:
    """One row a pledge, with what came of it."""

    def rows() -> Iterator[Row]:
        for each in pledges:
            pledge, event = each.pledge, each.made_in
            yield {
                "event": event.id,
                "by": pledge.by,
                "to": pledge.to,
                "areas": pledge.areas,
                "made_on": event.first_known_on.isoformat(),
                **_days(pledge.due),
                "score": pledge.score,
                "is_overdue": each.is_overdue,
                "evidence": _once(one.event for one, _ in each.evidence),
                **_quote(event.report(event.lead), about),
            }

    return Table("pledges", _PLEDGE, rows)


def _act(event: Event) -> dict[str, Cell]:
    return {"type": str(event.type), "mode": event.mode, "status": str(event.status)}


def _days(when: DayRange | None) -> dict[str, Cell]:
    return {
        "first_on": when.first.isoformat() if when and when.first else None,
        "last_on": when.last.isoformat() if when and when.last else None,
        "precision": str(when.precision) if when else None,
        "day_basis": str(when.basis) if when else None,
    }


def _sides(event: Event) -> dict[str, Cell]:
    return {"actors": codes(event.actors), "recipients": codes(event.recipients)}


def codes(people: Iterable[Participant]) -> tuple[str, ...]:
    """The code of each, or the words where the book knows none, each once."""
    return _once(one.code or one.text for one in people)


def _code(one: Participant | None) -> str | None:
    return (one.code or one.text) if one else None


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in words if each))


def _quote(each: Recorded, about: About) -> dict[str, Cell]:
    whose = {"licence": about.licence or None, "words_of": words_of(each.article)}
    return {"quote": about.quoted(each.sentence), **whose}


def words_of(article: Article) -> str:
    """Whose the words of an article are: its outlets', with the day."""
    who = ", ".join(article.outlets) or "an outlet not named"
    return f"{who}, {article.published_on}" if article.published_on else who


def web_address(url: str) -> str:
    """An address of the web; empty for any other, which no reader should be led to."""
    return url if url.lower().startswith(("http://", "https://")) else ""
