"""Events come in; claims go out: who says so, to which outlet, in how many copies, and who says otherwise."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dragoman.events import Event, Recorded
from dragoman.record import EventType, Participant, Status

ANSWERED_WITHIN = 21
"""Days after an accusation within which a denial by the accused is taken for the answer to it."""


class Kind(StrEnum):
    """A claim that an act took place, that it did not, or an accusation: the act of accusing itself."""

    CLAIM = "claims"
    DENIAL = "denies"
    ACCUSATION = "accuses"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way by which a claim came: the outlet it was said to, the origin, and the outlets that print it."""

    said_to: str
    origin: str
    printed_by: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contrary:
    """A report that says otherwise: by whom (None: the outlet itself), in which event, known since when."""

    event: Event
    report: str
    by: Participant | None
    known_on: date


@dataclass(frozen=True, slots=True)
class Claim:
    """What a speaker, or several together, say of one event, over all the reports that have it from them.

    `by` are the speakers as first named, `speaker` their codes or words. `said_on` is the day of the first report.
    """

    event: Event
    kind: Kind
    speaker: str
    by: tuple[Participant, ...]
    said_on: date
    channels: tuple[Channel, ...]
    contradicted_by: tuple[Contrary, ...]

    @property
    def reports(self) -> tuple[str, ...]:
        """Ids of the reports that have it from this speaker."""
        return tuple(id_ for channel in self.channels for id_ in channel.reports)


def claims(
    events: Collection[Event], *, by: Collection[str] = (), about: Collection[str] = (), newest: int | None = None
) -> list[Claim]:
    """What is claimed, by speakers of these codes and of these actors' acts (of anybody's where none is given).

    `by` are codes that each speaker must have one of; `about` codes of which one must take part in the event beside
    the speaker. Claims come in the order in which they were made; with `newest`, so many of the last.
    """

    def order(claim: Claim) -> tuple[date, str, str]:
        return claim.said_on, claim.event.id, claim.speaker

    denials = _denials(events)
    found: list[Claim] = []
    for event in sorted(events, key=lambda each: each.last_known_on, reverse=True):
        # No claim of an event is younger than the last word of it, so that the rest need not be read.
        if newest and len(found) >= newest and found[0].said_on > event.last_known_on:
            break
        for claim in _of_event(event, denials):
            if by and not any({one.country, one.actor} & set(by) for one in claim.by):
                continue
            if not about or _others(claim) & set(about):
                found.append(claim)
        if newest:
            found = sorted(found, key=order)[-newest:]
    return sorted(found, key=order)


def _others(claim: Claim) -> frozenset[str]:
    """Who takes part in what is claimed; the speaker too, where it is a claim of their own act."""
    event = claim.event
    if claim.kind is Kind.ACCUSATION:
        return frozenset(code for one in event.recipients for code in (one.country, one.actor) if code)
    return event.parties


def _of_event(event: Event, denials: Mapping[str, list[Contrary]]) -> Iterator[Claim]:
    said: dict[tuple[str, Kind], list[Recorded]] = defaultdict(list)
    speakers: dict[str, tuple[Participant, ...]] = {}
    for each in event.reports:
        for people, kind in _spoken(each):
            speaker = _speaker(people)
            speakers.setdefault(speaker, people)
            said[speaker, kind].append(each)
    for (speaker, kind), reports in said.items():
        against = [*_contrary(event, kind, speaker), *(_answers(event, denials) if kind is Kind.ACCUSATION else ())]
        yield Claim(
            event, kind, speaker, speakers[speaker], reports[0].known_on, tuple(_channels(event, reports)),
            tuple(against),
        )  # fmt: skip


def _speaker(people: Iterable[Participant]) -> str:
    return ", ".join(sorted({one.code or one.text.casefold() for one in people}))


def _spoken(each: Recorded) -> Iterator[tuple[tuple[Participant, ...], Kind]]:
    """Who says what in a report: who is cited for it, or who accuses."""
    report = each.report
    if report.said_by:
        yield (report.said_by,), (Kind.DENIAL if report.status is Status.DENIED else Kind.CLAIM)
    if report.type is EventType.ACCUSE and report.status in (Status.HAPPENED, Status.ONGOING) and report.actors:
        yield report.actors, Kind.ACCUSATION


def _channels(event: Event, reports: Collection[Recorded]) -> Iterator[Channel]:
    """The reports of a claim by where they come from: the outlet spoken to, and the origin."""
    origin_of = {id_: origin for origin in event.origins for id_ in origin.reports}
    grouped: dict[tuple[str, str], list[Recorded]] = defaultdict(list)
    for each in reports:
        grouped[each.report.via or "", origin_of[each.id].id].append(each)
    for (said_to, _), mine in grouped.items():
        outlets = dict.fromkeys(outlet for each in mine for outlet in each.article.outlets)
        yield Channel(said_to, origin_of[mine[0].id].name, tuple(outlets), tuple(each.id for each in mine))


def _contrary(event: Event, kind: Kind, speaker: str) -> Iterator[Contrary]:
    """Reports of the same event that say the opposite of a claim or a denial, and are not by the same speaker."""
    if kind is Kind.ACCUSATION:
        return
    for each in event.reports:
        report = each.report
        denies = report.status is Status.DENIED
        asserts = report.status in (Status.HAPPENED, Status.ONGOING)
        says_so = report.said_by and _speaker((report.said_by,)) == speaker
        if not says_so and (denies if kind is Kind.CLAIM else asserts):
            yield Contrary(event, each.id, report.said_by, each.known_on)


def _denials(events: Iterable[Event]) -> Mapping[str, list[Contrary]]:
    """Acts of denying or rejecting, by the codes of those who do it."""
    found: dict[str, list[Contrary]] = defaultdict(list)
    for event in events:
        if event.type is not EventType.REJECT or event.stage.value not in ("held", "ongoing"):
            continue
        for each in event.reports:
            for one in each.report.actors:
                if one.code:
                    found[one.code].append(Contrary(event, each.id, one, each.known_on))
    return found


def _answers(event: Event, denials: Mapping[str, list[Contrary]]) -> Iterator[Contrary]:
    """Denials by the accused soon after; they must be told in the same article, or be aimed at the accuser."""
    accusers = {one.code for one in event.actors if one.code}
    articles = {each.report.article_id for each in event.reports}
    for one in event.recipients:
        for answer in denials.get(one.code or "", ()):
            report = answer.event.report(answer.report).report
            late = answer.known_on - event.first_known_on
            if not timedelta(0) <= late <= timedelta(days=ANSWERED_WITHIN):
                continue
            aimed = {each.code for each in report.recipients}
            if report.article_id in articles or aimed & accusers:
                yield answer
