"""Days of acts: counted from another act, ahead of what is under way, behind what may have happened."""

from datetime import date
from functools import cache

import pytest

from dragoman.coding.dating import dated, is_of_its_clause
from dragoman.coding.rules import RuleCoder
from dragoman.reading.article import Reader
from dragoman.record import Article, EventType, Report, Status
from dragoman.sentences import ReadArticle

PUBLISHED = date(2024, 6, 12)  # a Wednesday


@cache
def reader() -> Reader:
    return Reader.load()


def read(text: str) -> ReadArticle:
    return reader().read(Article("a", text, published_on=PUBLISHED))


def reports_of(text: str) -> list[Report]:
    return next(iter(RuleCoder().code([read(text)])))


COUNTED = [
    # the act, the day that it is given; what it is counted from has none of these
    ("Poland sent troops to Latvia two days after Belarus accused Ukraine of spying.", "ACCUSE", "2024-06-10"),
    ("A day after the arrest of three protesters by Kenyan police, crowds marched in Nairobi.", "COERCE", "2024-06-11"),
    ("Anthony Blinken visited Israel, 11 days after Egypt agreed to host talks.", "AGREE", "2024-06-01"),
    ("France apologised three years after its army attacked a village in Mali.", "ASSAULT", "2021"),
    ("France recalled its envoy from Niger the day after Niger severed ties with Mali.", "SANCTION", "2024-06-11"),
    ("On Monday, two days after Serbia condemned Kosovo, the EU sent an envoy.", "ACCUSE", "2024-06-08"),
]


@pytest.mark.parametrize(("text", "type_", "day"), COUNTED, ids=[text[:45] for text, *_ in COUNTED])
def test_a_day_counted_from_an_act_is_that_acts(text: str, type_: str, day: str) -> None:
    days = [str(report.when) for report in reports_of(text) if report.type == type_]
    assert day in days


@pytest.mark.parametrize(
    "text",
    [
        "Belarus accused Ukraine of spying a day before the talks.",
        "Belarus accused Ukraine of spying days after the vote.",
        "Belarus accused Ukraine of spying two days after the vote.",
    ],
)
def test_the_act_that_is_counted_to_keeps_its_own_day(text: str) -> None:
    (accusation,) = [report for report in reports_of(text) if report.type == "ACCUSE"]
    assert accusation.when is not None
    assert not accusation.when.is_stated


@pytest.mark.parametrize(
    ("text", "word", "status", "expected"),
    [
        # "is stepping down in September", read in June, lies ahead
        ("The premier says he is stepping down in September.", "stepping", Status.ONGOING, (2024, Status.PLANNED)),
        ("Troops are leaving Mali since September.", "leaving", Status.ONGOING, (2023, Status.ONGOING)),
        # what may have been done lies behind; what may be done lies ahead
        ("Jets were behind raids on hospitals in April.", "raids", Status.POSSIBLE, (2024, Status.POSSIBLE)),
        ("The president may visit Japan in April.", "visit", Status.POSSIBLE, (2025, Status.POSSIBLE)),
        ("The minister visited Japan in April.", "visited", Status.HAPPENED, (2024, Status.HAPPENED)),
        ("The minister will visit Japan in April.", "visit", Status.PLANNED, (2025, Status.PLANNED)),
        # what begins on a day nearer ahead than behind is to come
        ("Mali imposed a curfew from June 14.", "imposed", Status.HAPPENED, (2024, Status.PLANNED)),
        ("Mali imposed a curfew from June 3.", "imposed", Status.HAPPENED, (2024, Status.HAPPENED)),
        ("Mali imposed a curfew on June 14.", "imposed", Status.HAPPENED, (2023, Status.HAPPENED)),
    ],
)
def test_the_status_says_which_way_a_day_lies(
    text: str, word: str, status: Status, expected: tuple[int, Status]
) -> None:
    (sentence,) = read(text).sentences
    (trigger,) = [token.index for token in sentence.sentence.tokens if token.text == word]
    day, left = dated(sentence.sentence, trigger, sentence.days[-1], (status, None), EventType.CONSULT, PUBLISHED)
    assert day is not None
    assert day.first is not None
    assert (day.first.year, left) == expected


SINCE = [
    # what is told many times fills the time since; what is done once was done then; what compares gives no day
    ("Attacks on Gao since Monday have killed ten.", "Attacks", "2024-06-10/2024-06-12"),
    ("Ten soldiers have been killed in Gao since Monday.", "killed", "2024-06-10/2024-06-12"),
    ("He was jailed in Gao since 16 October.", "jailed", "2023-10-16"),
    ("He was jailed in Gao since 2020.", "jailed", "2020-01-01/2024-06-12"),
    ("Ten soldiers have been killed in Gao since the truce took effect on 3 June.", "killed", "2024-06-03/2024-06-12"),
    ("The town of Gao enters its strictest lockdown since June 2020.", "enters", "2024-06-12"),
]


@pytest.mark.parametrize(("text", "word", "expected"), SINCE, ids=[text[:45] for text, *_ in SINCE])
def test_since_spreads_what_is_repeated(text: str, word: str, expected: str) -> None:
    (sentence,) = read(text).sentences
    (trigger,) = [token.index for token in sentence.sentence.tokens if token.text == word]
    told = (Status.HAPPENED, None)
    day, _ = dated(sentence.sentence, trigger, sentence.days[-1], told, EventType.ASSAULT, PUBLISHED)
    assert str(day) == expected


AHEAD = [
    # whatever lies ahead is not the day of what is said now, nor of what was done
    ("Egypt supports a truce from Thursday, June 13.", "supports", "SUPPORT", "happened", "2024-06-12 happened"),
    ("Egypt plans to open an embassy in Mali next year.", "open", "SUPPORT", "happened", "2025 planned"),
    ("Egypt announces a curfew from Thursday, June 13.", "announces", "COERCE", "happened", "2024-06-13 planned"),
    ("Russia will send arms within two weeks of the raid.", "raid", "ASSAULT", "happened", "2024-06-12 happened"),
    # a day without a year that is just over comes again only in many months
    ("Iran sued over the decision in May to impose sanctions.", "impose", "SANCTION", "planned", "2024-05 happened"),
    ("Turkey plans a summit in May.", "summit", "CONSULT", "planned", "2025-05 planned"),
]


@pytest.mark.parametrize(("text", "word", "type_", "status", "expected"), AHEAD, ids=[text[:45] for text, *_ in AHEAD])
def test_days_ahead_of_what_is_done(text: str, word: str, type_: str, status: str, expected: str) -> None:
    (sentence,) = read(text).sentences
    (trigger,) = [token.index for token in sentence.sentence.tokens if token.text == word]
    told = (Status(status), None)
    day, left = dated(sentence.sentence, trigger, sentence.days[-1], told, EventType(type_), PUBLISHED)
    assert f"{day} {left}" == expected


LASTING = [
    # what is done lasts until a day; what is said is said at once, whatever it is about
    (
        "The union extended its sanctions on Russia until 31 January 2025.",
        "extended",
        "SANCTION",
        "2024-06-12/2025-01-31",
    ),
    ("The ministry suspended coal imports through the end of July.", "suspended", "SANCTION", "2024-06-12/2024-07-31"),
    ("The two leaders agreed to form a government by Saturday.", "agreed", "AGREE", "2024-06-12"),
    ("France called for a withdrawal no later than Friday.", "called", "REQUEST", "2024-06-12"),
    ("Troops held the airport until 3 March 2020.", "held", "COERCE", "2020-03-03"),
]


@pytest.mark.parametrize(("text", "word", "type_", "expected"), LASTING, ids=[text[:45] for text, *_ in LASTING])
def test_until_and_by_date_what_lasts_and_not_what_is_said(text: str, word: str, type_: str, expected: str) -> None:
    (sentence,) = read(text).sentences
    (trigger,) = [token.index for token in sentence.sentence.tokens if token.text == word]
    told = (Status.HAPPENED, None)
    day, left = dated(sentence.sentence, trigger, sentence.days[-1], told, EventType(type_), PUBLISHED)
    assert (str(day), left) == (expected, Status.HAPPENED)


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        # a verb's day is that of the nouns under it, and of participles that share its subject
        ("On Monday the minister opened talks with Japan.", "talks", True),
        ("The African Union said on Monday that it was ready to send troops.", "ready", True),
        ("In 2015 Saudi Arabia entered the war, bombing Yemen.", "bombing", True),
        # a day on the act itself, on a noun, or on a verb that is not above the act, is no day of a verb above it
        ("The minister met his colleague on Monday.", "met", False),
        ("The minister condemned the attack of Monday.", "condemned", False),
        ("The minister condemned the rebels who fled on Monday.", "condemned", False),
        ("On Monday the army fled, the rebels bombing its camp.", "bombing", False),
        # nor is it of what the verb's act came ahead of or after, or of what a further verb holds
        ("North Korea will close the site on Monday before the meeting with Japan.", "meeting", False),
        ("On Monday Mali closed the border after talks with Niger.", "talks", False),
        ("Senators vote on Monday to open an inquiry against the minister.", "inquiry", False),
    ],
)
def test_the_day_of_a_verb_above_an_act(text: str, act: str, expected: bool) -> None:
    (sentence,) = read(text).sentences
    (trigger,) = [token.index for token in sentence.sentence.tokens if token.text == act]
    assert is_of_its_clause(sentence.sentence, trigger, sentence.days[-1]) is expected


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        # the day of the saying is none of what is said to come
        ("France announced on Thursday that it would pull its troops out of Mali.", "pull", None),
        ("On Friday Mali said it would expel the French ambassador.", "expel", None),
        ("Niger said on Tuesday it may close the border.", "close", None),
        ("Niger said on Tuesday that on Friday it would close the border.", "close", "2024-06-14"),
        ("Russia said it would halt gas supplies on Saturday.", "halt", "2024-06-15"),
        ("Russia plans to halt gas supplies on Saturday.", "halt", "2024-06-15"),
    ],
)
def test_what_is_to_come_is_not_on_the_day_it_is_told(text: str, act: str, expected: str | None) -> None:
    (sentence,) = read(text).sentences
    (trigger,) = [token.index for token in sentence.sentence.tokens if token.text == act]
    told = (Status.PLANNED, None)
    day, _ = dated(sentence.sentence, trigger, sentence.days[-1], told, EventType.COERCE, PUBLISHED)
    assert day is not None
    assert (str(day) if day.is_stated else None) == expected
