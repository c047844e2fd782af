"""What a day expression can mean, in parts that stand before any publication day is known."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Unit(StrEnum):
    """The stretches of the calendar that news counts in; a weekend is Saturday and Sunday, a week begins on Monday."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    WEEKEND = "weekend"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class Part(StrEnum):
    """Which part of a year is meant; of a month or week too, where it is kept but does not narrow the days."""

    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"


class Side(StrEnum):
    """Which way a phrase looks from the day that it hangs on."""

    EARLIER = "earlier"
    LATER = "later"


class Limit(StrEnum):
    """The preposition that makes a day the end of a longer time."""

    SINCE = "since"
    UNTIL = "until"
    BY = "by"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class InYear:
    """The year of a date: named, or so many years from the year of publication ("last year" is -1)."""

    number: int | None = None
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A day, month or year by the calendar; what the words leave out is None ("April 3", "in May", "2019").

    `side` is set where the words name a neighbour: "last March" is EARLIER, "next March" LATER.
    """

    year: InYear | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: Part | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, Monday 0; `week` counts weeks from that of publication where the words say it.

    `side`: "last Tuesday" is EARLIER, "next Tuesday" LATER.
    """

    weekday: int
    week: int | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """The day, week, month … so many from that of publication: "yesterday", "last week", "two years ago".

    `amount` None: the words do not give the number ("a few days ago").
    """

    unit: Unit
    amount: int | None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """ "In two weeks": a point ahead in a plan; in a story of the past it is a length and gives no day."""

    unit: Unit
    amount: int


@dataclass(frozen=True, slots=True)
class SomeWeekend:
    """ "The weekend", "this weekend": the one that the tense points to."""


@dataclass(frozen=True, slots=True)
class Night:
    """ "Overnight": the night that ends on the day of publication."""


@dataclass(frozen=True, slots=True)
class Midnight:
    """ "At midnight", told of what is to come: the day that begins then."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of the running week, month or year that is over ("earlier this month") or left ("later this month")."""

    unit: Unit
    side: Side


@dataclass(frozen=True, slots=True)
class Window:
    """So many units up to the day of publication (negative) or from it: "the past 24 hours", "within five days"."""

    unit: Unit
    amount: int | None


@dataclass(frozen=True, slots=True)
class Season:
    """Some months of a year that have a name: a season (of the northern half), a quarter, a half.

    `month` is the first (December's winter belongs to the year that it begins in), `months` how many.
    """

    month: int
    months: int
    year: InYear | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Years:
    """A decade or century: its first year and how many."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Holiday:
    """A feast by its name in the table of `day_words`."""

    name: str
    year: InYear | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Nth:
    """ "The 20th of next month", "the first Friday of July", "the last week of 2015": the nth (-1 the last) of a time.

    With `weekday`, the days of that name are counted. A week belongs to the month or year of its Thursday.
    """

    number: int
    unit: Unit
    weekday: int | None
    within: "CalendarDate | Shift"


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week, Monday to Sunday, that holds a day: "the week of March 3"."""

    day: "Meaning"


@dataclass(frozen=True, slots=True)
class Between:
    """From one day expression to another, both ends included."""

    first: "Meaning"
    last: "Meaning"


@dataclass(frozen=True, slots=True)
class Bound:
    """A time that a day expression opens or closes: "since 2014", "by the end of March"."""

    limit: Limit
    of: "Meaning"


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A day counted from one that the text gave before: "the next day", "three weeks later", "that month".

    With `weekday` set, the nearest such day on that side: "the following Monday". Where the text gave no day
    before, `is_from_published` says that the day of publication serves ("the previous day" in a first sentence).
    `is_counted`: counted out to the day ("two months earlier"), where "the following month" is the whole month.
    """

    unit: Unit
    amount: int
    weekday: int | None = None
    is_from_published: bool = False
    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """ "Eleven days after" before another act: it dates that act, so many units from the main one (after: negative)."""

    unit: Unit
    amount: int


Meaning = (
    CalendarDate
    | Weekday
    | Shift
    | Ahead
    | SomeWeekend
    | Night
    | Midnight
    | Stretch
    | Window
    | Season
    | Years
    | Holiday
    | Nth
    | WeekOf
    | Between
    | Bound
    | Anaphor
    | Gap
)


class DayKind(StrEnum):
    """What kind of expression a day mention is."""

    DATE = "date"
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    STRETCH = "stretch"
    SEASON = "season"
    YEARS = "years"
    HOLIDAY = "holiday"
    RANGE = "range"
    BOUND = "bound"
    ANAPHOR = "anaphor"
    GAP = "gap"


_KINDS: dict[type[object], DayKind] = {
    CalendarDate: DayKind.DATE,
    Weekday: DayKind.WEEKDAY,
    Shift: DayKind.RELATIVE,
    Ahead: DayKind.RELATIVE,
    SomeWeekend: DayKind.RELATIVE,
    Night: DayKind.RELATIVE,
    Midnight: DayKind.RELATIVE,
    Stretch: DayKind.STRETCH,
    Window: DayKind.STRETCH,
    Season: DayKind.SEASON,
    Years: DayKind.YEARS,
    Holiday: DayKind.HOLIDAY,
    Nth: DayKind.DATE,
    WeekOf: DayKind.DATE,
    Between: DayKind.RANGE,
    Bound: DayKind.BOUND,
    Anaphor: DayKind.ANAPHOR,
    Gap: DayKind.GAP,
}


@dataclass(frozen=True, slots=True)
class DayMention:
    """A day expression where it stands in a text (character offsets), with its parsed parts, not yet resolved.

    `antecedent` is the mention before it that an anaphor ("the next day") or gap counts from, if there is one.
    """

    start: int
    end: int
    meaning: Meaning
    antecedent: "DayMention | None" = None

    @property
    def kind(self) -> DayKind:
        """What kind of expression it is."""
        return _KINDS[type(self.meaning)]

    @property
    def unbound(self) -> "DayMention":
        """The mention without its "since", "until", "by": the day itself, for an act that took place on it."""
        return replace(self, meaning=self.meaning.of) if isinstance(self.meaning, Bound) else self
