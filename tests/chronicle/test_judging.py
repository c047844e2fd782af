"""What people decide is obeyed at once, after every re-run, and until it is taken back."""

from datetime import date

import pytest

from dragoman.chronicle import Chronicle
from dragoman.chronicle.judging import judge, judgements_of, undo
from dragoman.dates import one_day, published_by
from dragoman.errors import Stop
from dragoman.events import Verdict
from dragoman.record import EventType
from dragoman.store.opening import open_record
from dragoman.store.view import open_view
from tests.chronicle.records import added, events_of
from tests.factory import a_report, an_article, someone


def meeting(day, words, outlet="AP", when=True):
    text = f"Mali met Russia {words}."
    article = an_article(text, published_on=day, outlets=(outlet,), came_as=f"{outlet}-{day}")
    sides = [someone(article, "Mali", "MLI"), someone(article, "Russia", "RUS")]
    report = a_report(article, "met Russia", actors=sides, when=one_day(day) if when else published_by(day))
    return article, [report]


FIRST, SAME, OTHER = (
    meeting(date(2025, 4, 3), "in the capital on gold"),
    meeting(date(2025, 4, 3), "in the capital on uranium", "TASS"),
    meeting(date(2025, 4, 20), "at the port on grain", "BBC"),
)
HISTORY = [FIRST, SAME, OTHER]


def ids(path):
    return [each["reports"] for each in events_of(path)]


def decide(path, prefix, verdict, **given):
    with open_view(path) as view:
        about = judgements_of(view, prefix, verdict, **given)
    with open_record(path) as record:
        return judge(record, verdict, about, by="A. Reader", reason="read both")


def one_event(path, report):
    with open_view(path) as view:
        return Chronicle(view).event(report)


@pytest.fixture
def path(place):
    return added(place / "a.db", [HISTORY])


A, B, C = (each[1][0].id for each in HISTORY)


def test_without_judgements(path):
    assert [len(each) for each in ids(path)] == [2, 1]


@pytest.mark.parametrize(
    ("prefix", "verdict", "given", "sizes"),
    [
        (A, Verdict.SAME, {"other": C}, [3]),
        (C, Verdict.SAME, {"other": B}, [3]),  # by a report of the event
        (A, Verdict.APART, {"other": B}, [1, 1, 1]),
        (A, Verdict.APART, {"other": C}, [2, 1]),
        (C, Verdict.WRONG, {}, [2]),
        (A, Verdict.RIGHT, {}, [2, 1]),
    ],
)
def test_a_judgement_is_obeyed_for_ever_and_taken_back(path, prefix, verdict, given, sizes):
    if verdict is Verdict.RIGHT:
        prefix = events_of(path)[0]["id"]
    before = events_of(path)
    made = decide(path, prefix, verdict, **given)
    assert [len(each) for each in ids(path)] == sizes
    after = events_of(path)
    added(path, [[each] for each in reversed(HISTORY)], version="2")  # coded anew, one by one
    assert events_of(path) == after
    assert events_of(path, date(2025, 12, 31)) == after
    with open_record(path) as record:
        assert [each.number for each in undo(record)] == [each.number for each in made]
    assert events_of(path) == before
    with open_view(path) as view:
        assert Chronicle(view).judgements() == []
        assert [each.by for each in Chronicle(view).judgements(undone=True)] == ["A. Reader"] * len(made)


def test_it_is_obeyed_by_a_report_that_comes_later(place):
    path = added(place / "a.db", [[FIRST, OTHER]])
    decide(path, A, Verdict.SAME, other=C)
    added(path, [[SAME]])
    assert [sorted(each) for each in ids(path)] == [sorted([A, B, C])]


def test_fields_are_amended_and_say_so(path):
    founding = events_of(path)[0]["id"]
    fields = [("when", "2025-04-04/2025-04-05"), ("type", "agree"), ("recipients", "AES"), ("where", "Sochi")]
    decide(path, founding, Verdict.AMEND, fields=fields)
    event = one_event(path, founding)
    assert (str(event.when), event.type, event.where.name) == ("2025-04-04/2025-04-05", EventType.AGREE, "Sochi")
    assert [each.actor for each in event.recipients] == ["AES"]
    assert event.amended == ("when", "type", "recipients", "where")
    with open_view(path) as view:
        assert founding in view.event_ids()


@pytest.mark.parametrize(
    ("prefix", "verdict", "given", "said"),
    [
        (A, Verdict.SAME, {"other": B}, "one event already"),
        (A, Verdict.SAME, {}, "as what"),
        (A, Verdict.APART, {"other": A}, "from itself"),
        (A, Verdict.AMEND, {}, "amend what"),
        (A, Verdict.AMEND, {"fields": [("when", "soon")]}, "when=soon"),
        (A, Verdict.AMEND, {"fields": [("type", "TEA")]}, "type=TEA"),
        (A, Verdict.AMEND, {"fields": [("score", "1")]}, "cannot be amended"),
        (A, Verdict.AMEND, {"fields": [("actors", "XYZZY")]}, "knows no actor"),
        ("zzzzzz", Verdict.WRONG, {}, "has no event"),
    ],
)
def test_what_cannot_be_judged_is_said_so(path, prefix, verdict, given, said):
    with pytest.raises(Stop, match=said):
        decide(path, prefix, verdict, **given)


def test_nothing_to_undo_is_said_so(path):
    with open_record(path) as record, pytest.raises(Stop, match="no judgement to undo"):
        undo(record)
    with open_record(path) as record, pytest.raises(Stop, match="no judgement 7"):
        undo(record, 7)


def test_an_event_judged_wrong_is_found_no_more(path):
    decide(path, C, Verdict.WRONG)
    with pytest.raises(Stop, match="judged wrong"):
        one_event(path, C)
