"""The nouns of the record over time, frozen: events with their origins and history, others' events, ties, pledges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from dragoman.dates import DayRange
from dragoman.record import Article, EventType, Participant, Place, Report, Span, Status


@dataclass(frozen=True, slots=True)
class Recorded:
    """A report as the record holds it, with its article and the words of its spans.

    The article's text is empty where the record keeps spans only; `quote` gives the words either way. `known_at` is
    when the record had it, `known_on` when the world could know it: the day on which the article was published.
    """

    report: Report
    article: Article
    known_at: datetime
    words: Mapping[tuple[int, int], str] = field(repr=False)

    @property
    def id(self) -> str:
        """Id of the report."""
        return self.report.id

    @property
    def known_on(self) -> date:
        """Publication day of the article; of an undated one, the day on which the record had it."""
        return self.article.published_on or self.known_at.date()

    def quote(self, span: Span) -> str:
        """The words of a span of this report."""
        return self.words[span.start, span.end]

    @property
    def sentence(self) -> str:
        """The sentence that names the act, or the words alone where the coder gave no sentence."""
        return self.quote(self.report.sentence or self.report.anchor)


class Stage(StrEnum):
    """How far an act has come. A plan is planned, confirmed, moved, cancelled or held, or its day went by without word.

    `held` is said of every act that took place, plan or not; `no word` is never in a history: it is what a plan comes
    to when it is asked about after its day (`Event.stage_on`).
    """

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"
    NO_WORD = "no word"
    ONGOING = "ongoing"
    DENIED = "denied"
    POSSIBLE = "possible"
    URGED = "urged"


AHEAD = frozenset((Stage.PLANNED, Stage.CONFIRMED, Stage.MOVED))
"""Stages of an act that lies ahead; past its day one of these is `no word`."""

STATUS_OF: Mapping[Stage, Status] = {
    Stage.PLANNED: Status.PLANNED,
    Stage.CONFIRMED: Status.PLANNED,
    Stage.MOVED: Status.PLANNED,
    Stage.NO_WORD: Status.PLANNED,
    Stage.CANCELLED: Status.CANCELLED,
    Stage.HELD: Status.HAPPENED,
    Stage.ONGOING: Status.ONGOING,
    Stage.DENIED: Status.DENIED,
    Stage.POSSIBLE: Status.POSSIBLE,
    Stage.URGED: Status.URGED,
}
"""The status, as the codebook has it, that each stage amounts to."""


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What an event came to on a day: the stage, the days that it has from then on, and the reports that say so.

    `known_on` is the publication day of the earliest of them, `origins` from how many origins they are. `contradicts`
    holds the ids of reports that say otherwise and are not overtaken ("held" by one, "denied" by another): both stay,
    side by side.
    """

    stage: Stage
    known_on: date
    when: DayRange | None
    reports: tuple[str, ...]
    contradicts: tuple[str, ...] = ()
    origins: int = 1


class OriginKind(StrEnum):
    """What makes reports one origin: a credited agency, a newsroom or its network, or the same text copied."""

    AGENCY = "agency"
    NEWSROOM = "newsroom"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Origin:
    """One place that word of an event came from, however many sites print it.

    `name` is the agency, the newsroom or network, or for a text the outlets that print it (empty if none is known).
    """

    id: str
    kind: OriginKind
    name: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedNumber:
    """A number that a copy of a text changed: what the earlier report has, and what the later one."""

    report: str
    other: str
    before: str
    after: str


class Verdict(StrEnum):
    """What a person decides of reports: two of one act or not, one wrong or right, or a field amended."""

    SAME = "same"
    APART = "apart"
    WRONG = "wrong"
    RIGHT = "right"
    AMEND = "amend"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision, which outlives every re-run because it is about reports, whose ids are stable.

    `same` and `apart` are of `report` and `other`; `wrong` and `right` of `report`; `amend` gives `field` of the
    event that `report` belongs to the value `value`. One that was undone stays in the log.
    """

    number: int
    verdict: Verdict
    report: str
    other: str | None
    field: str
    value: str
    by: str
    reason: str
    made_at: datetime
    undone_at: datetime | None = None


def standing(history: Sequence[StatusChange]) -> StatusChange:
    """The change that holds after a history: the last, unless it denies what more origins, or as many, say was done."""
    last = history[-1]
    if last.contradicts and last.stage is Stage.DENIED:
        before = next((each for each in reversed(history[:-1]) if set(each.reports) & set(last.contradicts)), last)
        return before if before.origins >= last.origins else last
    return last


@dataclass(frozen=True)
class Event:
    """Reports judged to be of one act. It cannot exist without a report.

    `id` is that of its founding report (the first published; of one day's, the least id), so every id that an event
    ever had is that of a report in it and leads to it. `reports` stand in the order of publication. `lead` is the
    report that fields such as `actors` and `where` are taken from, unless a judgement amends them (`amended` names the
    fields). `when` is the day range that holds now: moved plans have the new one. `history` is in the order of days.
    `is_sure` is True where a person said that the event is right.
    """

    id: str
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    invited_by: Participant | None
    when: DayRange | None
    where: Place | None
    lead: str
    reports: Sequence[Recorded]
    origins: tuple[Origin, ...]
    history: tuple[StatusChange, ...]
    changed_numbers: tuple[ChangedNumber, ...] = ()
    amended: tuple[str, ...] = ()
    is_sure: bool = False
    hosted_by: tuple[Participant, ...] = ()
    led_by: tuple[Participant, ...] = ()

    @property
    def stage(self) -> Stage:
        """How far it has come by the last word; a plan stays a plan here (`stage_on` knows days)."""
        return standing(self.history).stage

    @property
    def status(self) -> Status:
        """The same, in the codebook's words."""
        return STATUS_OF[self.stage]

    @property
    def first_known_on(self) -> date:
        """The day of the first report."""
        return self.known_days[0]

    @property
    def last_known_on(self) -> date:
        """The day of the last report."""
        return self.known_days[-1]

    @cached_property
    def report_ids(self) -> tuple[str, ...]:
        """The ids of the reports, in their order."""
        return tuple(each.id for each in self.reports)

    @cached_property
    def known_days(self) -> tuple[date, ...]:
        """The day on which each of the reports could be known, in their order."""
        return tuple(each.known_on for each in self.reports)

    @cached_property
    def last_had_at(self) -> datetime:
        """When the record had the last of the reports that it was given."""
        return max(each.known_at for each in self.reports)

    @property
    def day(self) -> date:
        """The day it is listed under: the first it may lie on, else the last, else that of the first report."""
        return (self.when and (self.when.first or self.when.last)) or self.first_known_on

    @cached_property
    def parties(self) -> frozenset[str]:
        """Codes of all who take part, by any report: countries, and ids of bodies and groups."""
        people = (*self.actors, *self.recipients)
        people += tuple(one for each in self.reports for one in (*each.report.actors, *each.report.recipients))
        return frozenset(code for one in people for code in (one.country, one.actor) if code)

    @property
    def is_contradicted(self) -> bool:
        """True where reports that are not overtaken say opposite things of whether it took place."""
        return any(change.contradicts for change in self.history)

    def report(self, id_: str) -> Recorded:
        """The report of this id; KeyError if it is none of this event's."""
        try:
            return self.reports[self.report_ids.index(id_)]
        except ValueError:
            raise KeyError(id_) from None

    def known(self, day: date) -> StatusChange | None:
        """The change that stands by a day; None if no report was out yet."""
        so_far = [each for each in self.history if each.known_on <= day]
        return standing(so_far) if so_far else None

    def stage_on(self, day: date) -> Stage | None:
        """What one who reads the reports up to a day can say on that day; None before the first report.

        A plan whose last day lies before that day, with no word of an outcome, is `no word` and never `held`; one
        that has no day of its own stays planned.
        """
        change = self.known(day)
        if change is None:
            return None
        last = change.when.last if change.when and change.when.is_stated else None
        return Stage.NO_WORD if change.stage in AHEAD and last and last < day else change.stage

    def stage_as_of(self, day: date) -> Stage | None:
        """What was true on a day, as far as all reports at hand tell; None if it was neither done nor yet heard of.

        What took place is `held` from its first day on, whenever that was reported; before, it is what was known.
        """
        if self.stage in (Stage.HELD, Stage.ONGOING):
            first = (self.when and self.when.first) or standing(self.history).known_on
            if first <= day:
                return self.stage
            ahead = [each for each in self.history if each.known_on <= day and each.stage not in (Stage.HELD,)]
            return ahead[-1].stage if ahead else None
        return self.stage_on(day)


@dataclass(frozen=True, slots=True)
class Imported:
    """An event as somebody else's data has it, in our words. It rests on no span, so it is never one of the record's.

    `provider` is the data set (icews, gdelt …) and `key` the set's own key of the event. `code` is the set's own word
    for the kind of act, `words` what the set says of it, `origins` from how many outlets the set has it (1 where it
    does not say). `known_on` is when the set had it; where it does not say, the day of the event.
    """

    provider: str
    key: str
    happened_on: date
    known_on: date
    type: EventType
    mode: str | None
    status: Status
    actor: Participant
    recipient: Participant
    code: str = ""
    words: str = ""
    where: Place | None = None
    origins: int = 1

    @property
    def id(self) -> str:
        """What it is called in answers: the set and its key."""
        return f"{self.provider}:{self.key}"


@dataclass(frozen=True, slots=True)
class Tie:
    """A dated spell between two actors that events tell of: member of, in relations with, under sanctions of, …

    `since` and `until` are the days on which it took and lost effect, None where that is not known; `notice_on` is
    the day on which its end was announced, where that is told apart. `begun_by` and `ended_by` are ids of the events
    that it rests on, `told_by` of all events that bear on it. `known_on` is when the first of them was known.
    """

    kind: str
    who: str
    whom: str
    since: DayRange | None
    until: DayRange | None
    notice_on: date | None
    begun_by: str | None
    ended_by: str | None
    told_by: tuple[str, ...]
    known_on: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an event says of a pledge: `effect` is +1 kept, 0 in part, −1 broken; `why` says what links them."""

    event: str
    effect: int
    known_on: date
    why: str


@dataclass(frozen=True, slots=True)
class Pledge:
    """A commitment and what came of it: the G7/G20 compliance coding, −1, 0 or +1; `score` None is "none yet".

    `event` is the id of the event in which it was made, `by` and `to` are codes, `areas` contexts, `due` the days by
    which it is to be kept (None where none is given).
    """

    event: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    areas: tuple[str, ...]
    due: DayRange | None
    evidence: tuple[Evidence, ...]
    score: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was said to be likely, from what was known by a day; it is scored when its last day has come.

    `kind` is "next" (such an act between two by the day), "held" (a plan is held by it) or "level" (how many acts its
    month brings). `subject` says of what: actor, recipient and type; the event's id; the two and the side. `chance` is
    None for a level, `base` is the baseline's. `grounds` are what it rests on, as JSON. `number` is 0 until kept.
    """

    kind: str
    subject: tuple[str, ...]
    known_by: date
    since: date
    until: date
    chance: float | None
    base: float | None
    grounds: str
    number: int = 0
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a forecast, as known on a day: 1 or 0, of a level the count; and the events that say so."""

    forecast: int
    outcome: float
    known_by: date
    events: tuple[str, ...]
