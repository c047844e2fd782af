"""Day expressions: which words are found, and which days they mean for a publication day and the tense of the act."""

import gc
import json
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.dates import Basis, DayRange, Precision, one_day, whole_month, whole_year
from dragoman.reading.days import DayKind, Tense, find_days, resolve
from dragoman.reading.days.words import easter


def found(text: str) -> list[str]:
    return [text[mention.start : mention.end] for mention in find_days(text)]


def meant(text: str, published: str | None, tense: Tense | None) -> str:
    """The days of the text's last mention, as words; "unresolved" where it gives none."""
    days = resolve(find_days(text)[-1], date.fromisoformat(published) if published else None, tense)
    return str(days) if days else "unresolved"


FOUND = [
    # dates and ranges
    ("ministers visit Moscow on April 3-4, at his invitation", ["April 3-4"]),
    ("from April 3–4, 2025 in Moscow", ["April 3–4, 2025"]),
    ("on 3 April 2025 and on 5 May", ["3 April 2025", "5 May"]),
    ("from April 3 to 5 in Paris", ["April 3 to 5"]),
    ("between 3 and 5 April", ["3 and 5 April"]),
    ("from April 30 – May 2", ["April 30 – May 2"]),
    ("from April 30-May 2", ["April 30-May 2"]),
    ("from Monday to Wednesday", ["Monday to Wednesday"]),
    ("on Saturday and Sunday", ["Saturday and Sunday"]),
    ("to Riyadh on Monday and Tehran on Tuesday", ["Monday", "Tuesday"]),
    ("postponed from April 3 to April 10", ["April 3", "April 10"]),
    ("Wednesday, July 13, he said", ["Wednesday, July 13"]),
    ("Thursday the 21st was quiet", ["Thursday the 21st"]),
    ("on the 27th, he left", ["the 27th"]),
    ("on 2025-04-03T10:00Z, on 2025/04/03 and on 21/04/2016", ["2025-04-03T10:00Z", "2025/04/03", "21/04/2016"]),
    ("in Sept. 2020, on Dec. 3", ["Sept. 2020", "Dec. 3"]),
    ("next January 20", ["next January 20"]),
    # a date beside a noun is still a date
    ("the July 26 coup", ["July 26"]),
    ("Tuesday's meeting", ["Tuesday"]),
    ("the April 2022 Belgorod attacks", ["April 2022"]),
    ("since the 2016 Grand-Bassam shootings", ["2016"]),
    ("the landmark 2015 nuclear deal", ["2015"]),
    ("Iran’s 2015 deal", ["2015"]),
    ("the September 2015 deaths", ["September 2015"]),
    ("the 2019–20 protests", ["2019–20"]),
    # months, years, seasons
    ("in early March, in mid-2019 and by the end of 2023", ["early March", "mid-2019", "by the end of 2023"]),
    ("since 2014, until Friday, by May", ["since 2014", "until Friday", "by May"]),
    ("in the late 1990s, in the 19th century", ["the late 1990s", "the 19th century"]),
    ("in the summer of 2021, last fall", ["the summer of 2021", "last fall"]),
    ("in the first quarter of 2020 and in Q3", ["the first quarter of 2020", "Q3"]),
    ("in the first six months of the year", ["the first six months of the year"]),
    ("the first Friday of next month", ["the first Friday of next month"]),
    # relative
    ("earlier today, tonight, this morning, last night, overnight", ["earlier today", "tonight", "this morning",
     "last night", "overnight"]),
    ("last week, this month, later this year, earlier in the week", ["last week", "this month", "later this year",
     "earlier in the week"]),
    ("over the weekend and next weekend", ["the weekend", "next weekend"]),
    ("two days ago, a week ago", ["two days ago", "a week ago"]),
    ("in the past 24 hours, within five days", ["the past 24 hours", "within five days"]),
    ("on New Year's Eve and at Christmas 2019", ["New Year's Eve", "Christmas 2019"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "phrases"), FOUND)
def test_finds_the_words_of_a_day(text: str, phrases: list[str]) -> None:
    assert found(text) == phrases


NO_DAY = [
    "They met on the sidelines of the summit",
    "Ten people may die as thousands march to the palace",
    "Theresa May said that May would not attend; critics of May agreed",
    "a call by April Ryan, a book by August Wilson",
    "the March for Life, the Women's March on Washington",
    "Mon dieu, they sat and wed under the sun",
    "the second round, the first half of the match",
    "2,019 people, 1,900 troops, 2000 soldiers, killed 1985 in a day",
    "Resolution 2231, resolution 1973, Flight 2019, Vision 2030, Expo 2020",
    "COVID-19, F-16, the G20 2023, 2019-nCoV, $2019, 2019%",
    "The Sunday Times, Mail on Sunday, Black Friday, Super Tuesday",
    "Russia Today, USA Today",
    "the Good Friday Agreement, Christmas Island, the Winter Olympics, the Arab Spring",
    "a five-day visit, a two-week ceasefire, a 15-year-old boy, aged 35, for six years",
    "sentenced to two years, the first time in 54 years",
    "closed its ports for three days after the vote, halted flights for another two weeks after the attack",
    "3/4/2025 could be two days; 13/13/2020 is none",
    "on the 27th floor, the 38th parallel, the 10th anniversary",
    "the fall of Kabul, in Mar-a-Lago",
    "February 30, April 31",
    "a curfew from midnight to 5 a.m., the clock struck midnight",
    "in March for Our Lives, a March on Washington",
    "at 1800 GMT, at 17:30",
    "",
]


@pytest.mark.parametrize("text", NO_DAY)
def test_leaves_alone_what_is_no_day(text: str) -> None:
    assert found(text) == []


def test_counts_after_a_month_are_no_days() -> None:
    assert found("In January 15 people were killed") == ["January"]
    assert found("In May 11 soldiers died; in August 12 more fell") == ["May", "August"]


MEANT = [
    # a date without a year follows the tense of the act
    ("to visit on April 3-4", "2025-03-31", "future", "2025-04-03/2025-04-04"),
    ("to visit on April 3-4", "2025-04-04", "future", "2025-04-03/2025-04-04"),
    ("met on March 4", "2025-03-31", "past", "2025-03-04"),
    ("met on December 30", "2025-01-02", "past", "2024-12-30"),
    ("will meet on January 2", "2024-12-30", "future", "2025-01-02"),
    ("cancels a gala on September 18", "2021-09-16", "present", "2021-09-18"),
    ("met on Wednesday, July 13", "2017-01-02", "past", "2016-07-13"),
    ("on April 1", "2025-04-01", "past", "2025-04-01"),
    ("on April 1", "2025-04-01", "future", "2025-04-01"),
    ("from December 30 to January 2", "2025-01-03", "past", "2024-12-30/2025-01-02"),
    ("from December 30 to January 2", "2024-12-20", "future", "2024-12-30/2025-01-02"),
    ("from December 30 to January 2, 2019", "2025-01-03", None, "2018-12-30/2019-01-02"),
    ("from December 28 until the end of January", "2021-12-27", "future", "2021-12-28/2022-01-31"),
    ("on February 29", "2023-03-01", "past", "2020-02-29"),
    ("on February 29", "1897-03-01", "future", "1904-02-29"),
    ("on the 27th", "2025-04-01", "past", "2025-03-27"),
    ("Friday the 22nd", "2017-09-27", "past", "2017-09-22"),
    ("on Friday the 18th package was adopted", "2025-07-21", "past", "2025-07-18"),
    ("on Tuesday the 18th package was adopted", "2025-07-18", "past", "2025-07-15"),
    ("met on Tuesday (June 4)", "2024-06-12", "past", "2024-06-04"),
    ("met on Tuesday (4 June 2024)", "2024-06-12", "past", "2024-06-04"),
    ("from 3rd-5th June", "2024-06-12", "past", "2024-06-03/2024-06-05"),
    ("on July 4 last year", "2025-04-01", None, "2024-07-04"),
    ("next January 20", "2024-11-05", None, "2025-01-20"),
    ("on the 20th of next month", "2017-12-07", None, "2018-01-20"),
    # absolute dates need no publication day
    ("on April 3, 2025", None, None, "2025-04-03"),
    ("on 13/5/2015", None, None, "2015-05-13"),
    ("in December 2024", None, None, "2024-12"),
    ("in 2019", None, None, "2019"),
    ("in early 2016", None, None, "2016-01-01/2016-04-30"),
    ("in late 2020", None, None, "2020-09-01/2020-12-31"),
    ("in late March 2020", None, None, "2020-03"),
    ("in the 1990s", None, None, "1990-01-01/1999-12-31"),
    ("from 2014 to 2018", None, None, "2014-01-01/2018-12-31"),
    ("in the summer of 2021", None, None, "2021-06-01/2021-08-31"),
    ("in the winter of 2021", None, None, "2021-12-01/2022-02-28"),
    ("in the first quarter of 2020", None, None, "2020-01-01/2020-03-31"),
    ("in the first half of 2020", None, None, "2020-01-01/2020-06-30"),
    ("the last Monday of April 2018", None, None, "2018-04-30"),
    ("the first week of October 2016", None, None, "2016-10-03/2016-10-09"),
    ("the week of March 6, 2025", None, None, "2025-03-03/2025-03-09"),
    ("on Easter Monday 2017", None, None, "2017-04-17"),
    ("the September 11 attacks", None, None, "2001-09-11"),
    # months
    ("in January", "2025-03-31", "past", "2025-01"),
    ("in January", "2025-03-31", "future", "2026-01"),
    ("in April", "2025-04-10", "past", "2025-04"),
    ("this February", "2022-06-06", "past", "2022-02"),
    ("last December", "2025-03-31", "past", "2024-12"),
    ("next June", "2016-11-07", None, "2017-06"),
    ("in June next year", "2016-11-07", None, "2017-06"),
    # days of the week
    ("on Tuesday", "2025-04-01", "past", "2025-04-01"),
    ("on Tuesday", "2025-04-01", "future", "2025-04-01"),
    ("on Sunday", "2025-03-31", "past", "2025-03-30"),
    ("on Sunday", "2025-03-31", "present", "2025-03-30"),
    ("on Sunday", "2025-03-31", "future", "2025-04-06"),
    ("last Friday", "2017-01-27", "past", "2017-01-20"),
    ("next Saturday", "2018-11-24", "future", "2018-12-01"),
    ("next Wednesday", "2019-07-28", "future", "2019-07-31"),
    ("this Friday", "2016-11-07", "future", "2016-11-11"),
    ("on Friday next week", "2016-11-07", "future", "2016-11-18"),
    ("from Monday to Wednesday", "2025-04-05", "past", "2025-03-31/2025-04-02"),
    # around the day of publication
    ("yesterday", "2025-03-01", "past", "2025-02-28"),
    ("earlier today", "2025-03-01", "past", "2025-03-01"),
    ("tomorrow evening", "2025-02-28", "future", "2025-03-01"),
    ("last night", "2025-03-01", "past", "2025-02-28"),
    ("overnight", "2019-11-09", "past", "2019-11-08/2019-11-09"),
    ("the truce begins at midnight", "2020-07-26", "future", "2020-07-27"),
    ("closed from midnight until January 19", "2020-12-14", "future", "2020-12-15/2021-01-19"),
    ("over 100 times in the past day", "2015-02-16", "past", "2015-02-15/2015-02-16"),
    ("will be lifted beginning in March on a trial basis", "2021-02-17", "future", "2021-03"),
    ("resigns effective August", "2016-06-14", "future", "2016-08"),
    ("on April 12 and April 13, 2006", "2006-05-25", "past", "2006-04-12/2006-04-13"),
    ("57 people in October and November alone", "2020-12-02", "past", "2020-10-01/2020-11-30"),
    ("killed nine there earlier that week", "2022-02-12", "past", "2022-02-07/2022-02-12"),
    ("followed his tour the same day", "2021-06-15", "past", "2021-06-15"),
    ("an ultimatum issued the day prior", "2018-02-14", "past", "2018-02-13"),
    ("an assault that began two months prior", "2019-07-06", "past", "2019-05-06"),
    ("the day after Argentina severed ties", "2019-10-12", "past", "2019-10-11"),
    ("the day before the summit", "2019-10-12", "past", "2019-10-13"),
    ("the day before yesterday", "2025-03-01", "past", "2025-02-27"),
    ("last week", "2021-05-31", "past", "2021-05-24/2021-05-30"),
    ("this week", "2025-05-15", "past", "2025-05-12/2025-05-15"),
    ("this week", "2025-05-15", "future", "2025-05-15/2025-05-18"),
    ("next week", "2025-05-15", "future", "2025-05-19/2025-05-25"),
    ("earlier this month", "2019-01-23", "past", "2019-01-01/2019-01-23"),
    ("later this year", "2022-01-14", "future", "2022-01-14/2022-12-31"),
    ("earlier in the week", "2012-03-23", "past", "2012-03-19/2012-03-23"),
    ("this year", "2023-06-21", "future", "2023"),
    ("last year", "2016-04-22", "past", "2015"),
    ("late last year", "2016-04-22", "past", "2015-09-01/2015-12-31"),
    ("over the weekend", "2022-06-21", "past", "2022-06-18/2022-06-19"),
    ("over the weekend", "2022-06-21", "future", "2022-06-25/2022-06-26"),
    ("this weekend", "2019-08-24", "future", "2019-08-24/2019-08-25"),
    ("two days ago", "2021-11-03", "past", "2021-11-01"),
    ("two weeks ago", "2021-11-03", "past", "2021-10-20"),
    ("a month ago", "2021-11-03", "past", "2021-10"),
    ("six years ago", "2021-11-03", "past", "2015"),
    ("in the past two days", "2020-05-25", "past", "2020-05-23/2020-05-25"),
    ("over the last four years", "2019-07-10", "past", "2015-07-10/2019-07-10"),
    ("within five days", "2017-11-08", "future", "2017-11-08/2017-11-13"),
    ("in two weeks", "2016-11-07", "future", "2016-11-21"),
    ("in six months", "2022-05-31", "future", "2022-11-30"),
    ("at the end of July", "2020-02-20", "future", "2020-07-31"),
    ("at the end of the month", "2020-08-23", "future", "2020-08"),
    ("in late July", "2020-02-20", "future", "2020-07"),
    ("from Tuesday at 9:00 p.m. local time until Friday", "2020-12-14", "future", "2020-12-15/2020-12-18"),
    ("four months after the vote", "2019-07-22", "past", "2019-03"),
    ("three months earlier", "2019-03-24", "past", "2018-12-24"),
    ("two days from now", "2016-11-07", "future", "2016-11-09"),
    ("at Christmas", "2025-01-02", "past", "2024-12-25"),
    ("on Easter Sunday", "2025-04-01", "future", "2025-04-20"),
    # with one end of the text's and one of publication's
    ("since February", "2020-05-20", "present", "2020-02-01/2020-05-20"),
    ("since 2011", "2019-01-23", "past", "2011-01-01/2019-01-23"),
    ("since 2011", None, None, "since 2011-01-01"),
    ("extended to at least Saturday", "2015-12-11", "future", "2015-12-11/2015-12-12"),
    ("until 2014", "2019-01-23", "past", "until 2014-12-31"),
    ("by the end of 2023", "2023-03-01", "future", "2023-03-01/2023-12-31"),
    ("before the end of the year", "2023-03-01", "future", "2023-03-01/2023-12-31"),
    ("no later than Friday", "2023-03-01", "future", "2023-03-01/2023-03-03"),
    ("extended to March 18", "2023-03-01", "future", "2023-03-01/2023-03-18"),
    ("through the end of March", "2023-03-01", "future", "2023-03-01/2023-03-31"),
    ("before Friday", "2025-04-01", "future", "2025-04-01/2025-04-03"),
    ("prior to March 3, 2020", None, None, "until 2020-03-02"),
    # counted from a day that the text gave before
    ("On January 27 he called; the next day", "2017-08-03", "past", "2017-01-28"),
    ("On Wednesday they met over the November 27 pact. The following day", "2020-01-11", "past", "2020-01-09"),
    ("killed on March 3, 2020. Three weeks later", "2025-04-01", "past", "2020-03-24"),
    ("In 2011 it fell. Two years later", None, None, "2013"),
    ("On March 3, 2025 they left. The following Monday", None, None, "2025-03-10"),
    ("announced that it had killed him the previous day", "2021-12-21", "past", "2021-12-20"),
    ("attacked it earlier in the day", "2016-02-05", "past", "2016-02-05"),
    ("visits, 11 days after the country agreed", "2020-08-24", "past", "2020-08-13"),
    ("strained for six years since the raid", "2016-06-27", "past", "2010"),
    ("met on March 14, 11 days after the coup", "2025-04-01", "past", "2025-03-03"),
]


@pytest.mark.parametrize(("text", "published", "tense", "days"), MEANT)
def test_means_these_days(text: str, published: str | None, tense: Tense | None, days: str) -> None:
    assert meant(text, published, tense) == days


UNRESOLVED = [
    ("on Tuesday", None, "past"),
    ("on April 3", None, "future"),
    ("in January", None, "past"),
    ("last week", None, "past"),
    ("at Christmas", None, "past"),
    ("since Monday", None, "past"),
    ("a few days ago", "2025-04-01", "past"),
    ("more than a year ago", "2025-04-01", "past"),
    ("in the past few days", "2025-04-01", "past"),
    ("three weeks later", "2025-04-01", "past"),
    ("the same month", "2025-04-01", "past"),
    ("a truce from midnight", "2025-04-01", "past"),
    ("attacks in two days", "2025-04-01", "past"),
    ("on February 29, 2023", None, None),
    ("from April 5, 2020 to March 3, 2020", None, None),
    ("in 900 years", "9999-01-01", "future"),
    ("900 years ago", "0100-01-01", "past"),
]


@pytest.mark.parametrize(("text", "published", "tense"), UNRESOLVED)
def test_is_unresolved_and_not_guessed(text: str, published: str | None, tense: Tense | None) -> None:
    assert meant(text, published, tense) == "unresolved"


def test_ranges_carry_precision_and_basis() -> None:
    published = date(2025, 4, 1)

    def days(text: str) -> DayRange | None:
        return resolve(find_days(text)[0], published, "past")

    assert days("on March 4, 2025") == one_day(date(2025, 3, 4), Basis.STATED)
    assert days("on March 4") == one_day(date(2025, 3, 4), Basis.RELATIVE)
    assert days("in 2019") == whole_year(2019, Basis.STATED)
    assert days("in January") == whole_month(2025, 1, Basis.RELATIVE)
    assert days("four months after the vote") == DayRange(
        date(2024, 12, 1), date(2024, 12, 1), Precision.MONTH, Basis.RELATIVE
    )
    assert days("since 2014") == DayRange(date(2014, 1, 1), published, Precision.OPEN, Basis.STATED)
    assert days("until Friday") == DayRange(None, date(2025, 3, 28), Precision.OPEN, Basis.RELATIVE)


def test_mentions_say_their_kind() -> None:
    kinds = {
        "April 3": DayKind.DATE,
        "Tuesday": DayKind.WEEKDAY,
        "yesterday": DayKind.RELATIVE,
        "earlier this month": DayKind.STRETCH,
        "the summer of 2021": DayKind.SEASON,
        "the 1990s": DayKind.YEARS,
        "Halloween": DayKind.HOLIDAY,
        "April 3-4": DayKind.RANGE,
        "since 2014": DayKind.BOUND,
        "the next day": DayKind.ANAPHOR,
        "two days after the vote": DayKind.GAP,
    }
    assert {text: find_days(text)[0].kind for text in kinds} == kinds


def test_a_bound_gives_the_day_it_names() -> None:
    mention = find_days("jailed since 16 October 2017")[0]
    assert resolve(mention.unbound, date(2018, 3, 5), "past") == one_day(date(2017, 10, 16))
    assert mention.unbound.unbound == mention.unbound


EASTERS = [
    "1818-03-22",
    "1943-04-25",
    "1961-04-02",
    "2000-04-23",
    "2016-03-27",
    "2024-03-31",
    "2025-04-20",
    "2038-04-25",
]


@pytest.mark.parametrize("day", EASTERS)
def test_easter_falls_where_the_almanacs_say(day: str) -> None:
    assert easter(int(day[:4])) == date.fromisoformat(day)


DAYS = st.dates(date(1800, 1, 1), date(2100, 12, 31))
LAYOUTS = ["on {0:%B} {0.day}, {0.year}", "on {0.day} {0:%B} {0.year}", "on {0}", "{0:%A}, {0:%B} {0.day}, {0.year}"]


@given(DAYS, st.sampled_from(LAYOUTS), st.sampled_from(("past", "present", "future", None)))
def test_a_date_in_full_is_that_day_whatever_the_tense(day: date, layout: str, tense: Tense | None) -> None:
    (mention,) = find_days(layout.format(day))
    assert resolve(mention, date(2025, 4, 1), tense) == one_day(day)


@given(DAYS, DAYS)
def test_a_date_without_a_year_falls_on_the_side_of_the_tense(day: date, published: date) -> None:
    (mention,) = find_days(f"on {day:%B} {day.day}")
    past, future = (resolve(mention, published, tense) for tense in ("past", "future"))
    assert past is not None
    assert past.last is not None
    assert future is not None
    assert future.first is not None
    assert past.last <= published <= future.first
    assert {(each.month, each.day) for each in (past.last, future.first)} == {(day.month, day.day)}


WORDS = (
    "the a of in on last next this week days Monday May April 3 31 2019 - to and since until by before after ago later "
    "two few , . ' first end early weekend overnight Christmas Q3 1990s today 9999 0 é ١٢"
)
PIECES = st.sampled_from([*WORDS.split(), "\n\n"])


@given(st.lists(PIECES, max_size=25).map(" ".join), DAYS | st.none(), st.sampled_from(("past", "future", None)))
def test_any_words_give_ordered_mentions_and_closed_or_open_ranges(
    text: str, published: date | None, tense: Tense | None
) -> None:
    end = 0
    for mention in find_days(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        days = resolve(mention, published, tense)
        assert days is None or days.precision is Precision.OPEN or (days.first and days.last)


HOSTILE = ["the ", "9", "1,", "A.", "\n ", "A May ", "Theresa May ", "April 3 ", "2019-", "2019 to ", "since "]
HOSTILE += ["the last two ", "the next day ", "two days after ", "Monday and ", "the end of the "]
HOSTILE += ["April 3 to May 4 until June 5 "]


@pytest.fixture
def alone() -> Iterator[None]:
    """Takes what earlier tests left in memory out of the collector's rounds, which would be timed with the test."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.usefixtures("alone")
def test_a_hostile_text_takes_less_than_a_second(piece: str) -> None:
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    began = time.process_time()
    for mention in find_days(text):
        resolve(mention, date(2020, 2, 29), "past")
    assert time.process_time() - began < 1


def test_finds_the_stated_days_of_the_gold_sets(shared: Path) -> None:
    wanted = right = 0
    for name in ("dev", "dip_dev", "art_dev"):
        rows = [json.loads(line) for line in (shared / "gold" / f"{name}_text.jsonl").read_text("utf-8").splitlines()]
        proposed = {row["id"]: _proposed(row["text"], date.fromisoformat(row["date"])) for row in rows}
        for line in (shared / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines():
            item = json.loads(line)
            for event in item["events"]:
                if event["when"]["basis"] == "stated":
                    wanted += 1
                    right += (event["when"]["from"], event["when"]["to"]) in proposed[item["id"]]
    assert wanted > 90
    assert right / wanted >= 0.97


def _proposed(text: str, published: date) -> set[tuple[str, str]]:
    mentions = [each for mention in find_days(text) for each in (mention, mention.unbound)]
    ranges = [resolve(mention, published, tense) for mention in mentions for tense in ("past", "future")]
    return {(str(days.first), str(days.last)) for days in ranges if days}


@pytest.mark.usefixtures("alone")
def test_a_megabyte_takes_less_than_four_seconds() -> None:
    text = (
        "On Tuesday the foreign ministers of Mali and Niger met in Moscow, two weeks after the talks of March 4. "
        * 10_000
    )
    began = time.process_time()
    assert len(find_days(text)) == 30_000
    assert time.process_time() - began < 4


def test_weeks_begin_on_monday_whatever_the_day() -> None:
    for step in range(7):
        published = date(2025, 3, 31) + timedelta(days=step)
        assert resolve(find_days("last week")[0], published, "past") == DayRange(
            date(2025, 3, 24), date(2025, 3, 30), Precision.DAY, Basis.RELATIVE
        )
