"""A listing is a shortcut and never another answer: all its pages together have what reading the whole record gives."""

from datetime import date

import pytest

import dragoman.store.listing as module
from dragoman.chronicle import Chronicle
from dragoman.chronicle.listing import events_listed
from dragoman.errors import Skip
from dragoman.record import EventType, Status
from dragoman.store.listing import Listing
from dragoman.store.view import Wanted, open_view
from tests.web.factory import story_record

CASES = [
    {},
    {"oldest_first": True},
    {"by_word": True},
    {"codes": [{"MLI"}]},
    {"codes": [{"MLI"}, {"RUS"}]},
    {"codes": [{"UKR", "FRA"}]},
    {"types": (EventType.SANCTION, EventType.RETREAT)},
    {"statuses": (Status.PLANNED,)},
    {"types": (EventType.CONSULT,), "statuses": (Status.PLANNED,), "is_either": True},
    {"first": date(2024, 1, 1), "last": date(2024, 12, 31)},
    {"outlet": "Sahel Courier"},
    {"has_speaker": True},
    {"words": ("moscow",)},
    {"is_disputed": True},
]


@pytest.fixture(scope="module")
def record(new_place):
    return story_record(new_place() / "stories.db")


def fits(event, given):
    """True if some report of an event is such as is asked for, by the nouns alone."""

    def one(each):
        report = each.report
        people = (*report.actors, *report.recipients)
        kinds = []
        if "types" in given:
            kinds.append(report.type in given["types"])
        if "statuses" in given:
            kinds.append(report.status in given["statuses"])
        if given.get("has_speaker"):
            kinds.append(report.said_by is not None)
        when = report.when
        day = (when and (when.first or when.last)) or each.article.published_on
        return (
            (any(kinds) if given.get("is_either") else all(kinds))
            and all(any({p.country, p.actor} & codes for p in people) for codes in given.get("codes", ()))
            and ("outlet" not in given or given["outlet"] in each.article.outlets)
            and all(
                w in f"{each.sentence} {report.where and report.where.name}".casefold() for w in given.get("words", ())
            )
            and ("first" not in given or given["first"] <= day <= given["last"])
            and (not given.get("is_disputed") or report.status is Status.DENIED)
        )

    if given.get("is_disputed") and not any(
        r.report.status in (Status.HAPPENED, Status.ONGOING) for r in event.reports
    ):
        return False
    return any(one(each) for each in event.reports)


@pytest.mark.parametrize("few", [0, 5000], ids=["many reports an actor", "few reports an actor"])
@pytest.mark.parametrize("given", CASES, ids=str)
def test_all_pages_together_are_the_whole_answer(record, given, few, monkeypatch):
    monkeypatch.setattr(module, "FEW", few)
    with open_view(record) as view:
        chronicle = Chronicle(view)
        wanted = {each.id for each in chronicle.events(Wanted()) if fits(each, given)}
        found, after, pages = [], "", 0
        while pages == 0 or after:
            leaf = events_listed(chronicle, Listing(**given, limit=4, after=after))
            assert len(leaf.events) <= 4
            found += [each.id for each in leaf.events]
            after, pages = leaf.after, pages + 1
            assert pages < 60
    assert len(found) == len(set(found)), "no event twice"
    assert set(found) == wanted
    assert wanted, "a case that finds nothing tests nothing"


@pytest.mark.parametrize("known_by", [date(2025, 4, 2), date(2023, 9, 1)])
def test_a_page_as_known_by_a_day_has_what_the_record_then_had(record, known_by):
    with open_view(record) as view:
        chronicle = Chronicle(view)
        leaf = events_listed(chronicle, Listing(limit=500, known_by=known_by))
        assert {each.id for each in leaf.events} == {each.id for each in chronicle.events(Wanted(known_by=known_by))}


def test_the_newest_come_first(record):
    with open_view(record) as view:
        days = [view.report(report).known_on for _, report in view.listed(Listing(by_word=True, limit=50)).events]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("after", ["x", "2025-04-01", "2025-99-01.ab", "2025-04-01.a'b"])
def test_a_page_that_begins_nowhere_is_refused(record, after):
    with open_view(record) as view, pytest.raises(Skip, match="where a page ended"):
        view.listed(Listing(after=after))
