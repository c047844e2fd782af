from dragoman.export.coded import coded
from dragoman.export.wording import casualties
from dragoman.record import EventType, Toll
from dragoman.store.opening import open_record
from dragoman.store.view import Wanted, open_view
from tests.factory import a_report, a_span, an_article


def test_numbers_of_dead_and_injured_are_kept_with_their_words(place):
    article = an_article("Rebels attacked Gao, killing at least 12 people and wounding some 30.")
    dead = Toll(12, None, a_span(article, "at least 12"))
    injured = Toll(30, 30, a_span(article, "some 30"), is_approximate=True)
    report = a_report(article, "attacked", EventType.ASSAULT, dead=dead, injured=injured)
    with open_record(place / "a.db") as record, record.writer() as writer:
        writer.add_article(article, [report])
    with open_view(place / "a.db") as view:
        kept = next(iter(view.reports(Wanted()))).report
    assert (kept.dead, kept.injured) == (dead, injured)
    assert casualties(kept) == "12+ dead, about 30 injured"
    assert coded(kept)["dead"] == {"low": 12, "high": None}
    assert coded(kept)["injured"] == {"low": 30, "high": 30}
