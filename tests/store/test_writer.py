import pytest

from dragoman.errors import Skip
from dragoman.record import EventType, Participant, Report, Span
from dragoman.store.opening import open_record
from dragoman.store.verifying import broken
from dragoman.store.view import open_view
from dragoman.store.writer import Added
from tests.factory import a_reject, a_report, an_article, someone, visit_reports
from tests.store.dumps import dump


def add(path, article, reports=(), coder="stub", version="1"):
    with open_record(path) as record, record.writer(coder, version) as writer:
        return writer.add_article(article, reports)


def test_adding_the_same_article_twice_changes_nothing_and_says_so(place):
    path, article = place / "a.db", an_article(outlets=("AP",))
    assert add(path, article, visit_reports(article)) is Added.ADDED
    before = dump(path)
    assert add(path, article, visit_reports(article)) is Added.UNCHANGED
    assert add(path, article, []) is Added.UNCHANGED  # what this coder read once, it need not read again
    assert dump(path) == before


def test_the_same_article_twice_in_one_unit_is_one_article(place):
    article = an_article(outlets=("AP",))
    with open_record(place / "a.db") as record, record.writer("stub", "1") as writer:
        said = [writer.add_article(article, visit_reports(article)) for _ in range(2)]
        said.append(writer.add_article(an_article(outlets=("TASS",)), visit_reports(article)))
    assert said == [Added.ADDED, Added.UNCHANGED, Added.OUTLET]
    assert len(dump(place / "a.db")["reports"]) == 2


def test_an_id_that_articles_share_is_only_what_they_came_as(place):
    path = place / "a.db"
    first, second = an_article("Mali met Niger.", came_as="7"), an_article("Niger met Mali.", came_as="7")
    assert [add(path, first), add(path, second)] == [Added.ADDED, Added.ADDED]
    assert len(dump(path)["articles"]) == 2


@pytest.mark.parametrize(
    ("outlets", "said", "known"),
    [
        (("AP",), Added.UNCHANGED, ("AP",)),
        (("TASS",), Added.OUTLET, ("AP", "TASS")),
        (("TASS", "AP", "AES Info"), Added.OUTLET, ("AP", "TASS", "AES Info")),
        ((), Added.UNCHANGED, ("AP",)),
    ],
)
def test_a_copy_from_another_outlet_adds_the_outlet_only(place, outlets, said, known):
    path, article = place / "a.db", an_article(outlets=("AP",))
    add(path, article, visit_reports(article))
    assert add(path, an_article(outlets=outlets)) is said
    with open_view(path) as view:
        events = list(view.reports())
    assert [event.article.outlets for event in events] == [known, known]
    with open_record(path) as record, record.writer() as writer:
        assert writer.add_outlets(an_article(outlets=outlets)) is Added.UNCHANGED


def test_outlets_of_an_article_that_is_not_there_are_refused(place):
    with (
        open_record(place / "a.db") as record,
        record.writer() as writer,
        pytest.raises(Skip, match="no such article"),
    ):
        writer.add_outlets(an_article(outlets=("AP",)))


@pytest.mark.parametrize(("coder", "version"), [("stub", "2"), ("trained", "1")])
def test_another_version_of_the_coder_replaces_the_reports(place, coder, version):
    path, article = place / "a.db", an_article()
    planned, condemned = visit_reports(article)
    add(path, article, [planned, condemned])
    told = a_report(article, "told", EventType.ACCUSE)
    assert add(path, article, [condemned, told], coder, version) is Added.RECODED
    again = place / "b.db"
    add(again, article, [condemned, told], coder, version)
    assert dump(path) == dump(again)  # nothing of the first reading is left: not a span, not a reason


def test_a_report_that_is_read_again_keeps_the_instant_at_which_it_was_known(place):
    path, article = place / "a.db", an_article()
    add(path, article, visit_reports(article))
    with open_view(path) as view:
        first = {event.id: event.known_at for event in view.reports()}
    told = a_report(article, "told", EventType.ACCUSE)
    add(path, article, [*visit_reports(article), told], version="2")
    with open_view(path) as view:
        then = {event.id: event.known_at for event in view.reports()}
    assert {each: then[each] for each in first} == first
    assert then[told.id] > max(first.values())


def test_coded_tells_which_articles_need_no_coding(place):
    path = place / "a.db"
    first, second = an_article("Mali met Niger."), an_article("Niger met Mali.")
    add(path, first)
    with open_record(path) as record:
        assert record.coded([first.id, second.id], "stub", "1") == {first.id}
        assert record.coded([first.id], "stub", "2") == frozenset()
        assert record.coded([], "stub", "1") == frozenset()
        assert record.coded([*map(str, range(1200)), first.id], "stub", "1") == {first.id}


def test_a_unit_that_fails_leaves_nothing(place):
    path, article = place / "a.db", an_article(outlets=("AP",))
    add(path, an_article("Mali met Niger."))
    before = dump(path)

    def broken_unit():
        with open_record(path) as record, record.writer("stub", "1") as writer:
            writer.add_article(article, visit_reports(article))
            writer.add_reject(a_reject())
            writer.flush()
            raise RuntimeError("the coder broke")

    with pytest.raises(RuntimeError, match="the coder broke"):
        broken_unit()
    assert dump(path) == before


ARTICLE = an_article()
OTHER = an_article("Mali met Niger in Bamako on Monday.")
GOOD = a_report(ARTICLE, "to visit")


@pytest.mark.parametrize(
    ("reports", "reason"),
    [
        ([a_report(OTHER, "met")], "not in this article"),
        ([a_report(ARTICLE, "to visit", actors=[someone(OTHER, "Bamako", "MLI")])], "not in this article"),
        (
            [Report("0" * 16, GOOD.anchor, "to visit", GOOD.type, GOOD.status)],
            "an id of its own making",
        ),
        ([GOOD, GOOD], "two reports are one"),
        (
            [a_report(ARTICLE, "to visit", actors=[Participant("Mali", span=Span(ARTICLE.id, 0, 4, "f" * 16))])],
            "not in this article",
        ),
    ],
)
def test_reports_that_do_not_fit_are_refused_whole_and_the_unit_goes_on(place, reports, reason):
    path = place / "a.db"
    with open_record(path) as record, record.writer("stub", "1") as writer:
        with pytest.raises(Skip, match=reason) as refused:
            writer.add_article(ARTICLE, reports)
        writer.add_article(OTHER, [a_report(OTHER, "met")])
    assert refused.value.stage == "store"
    assert refused.value.where == ARTICLE.came_from
    assert [row[0] for row in dump(path)["articles"]] == [OTHER.id]


def test_the_same_reject_is_written_down_once(place):
    path = place / "a.db"
    for expected in (True, False):
        with open_record(path) as record, record.writer() as writer:
            assert writer.add_reject(a_reject()) is expected
    with open_record(path) as record, record.writer() as writer:
        assert writer.add_reject(a_reject(reason="lacks “text”")) is True
    with open_view(path) as view:
        assert [reject.reason for reject in view.rejects()] == ["not JSON", "lacks “text”"]
        assert next(view.rejects()) == a_reject()


@pytest.mark.parametrize("keep", ["spans", "text"])
def test_what_is_kept_of_an_article_is_what_was_chosen(place, keep):
    path, article = place / "a.db", an_article()
    with open_record(path, keep=keep) as record, record.writer("stub", "1") as writer:
        writer.add_article(article, visit_reports(article))
    rows = dump(path)
    has_text = [article.text in row for row in rows["articles"]]
    has_words = [row[-1] is not None for row in rows["spans"]]
    assert has_text == [keep == "text"]
    assert set(has_words) == {keep == "spans"}


@pytest.mark.parametrize("odd", ["\t\n\r", "\\N", "\\.", "\\\t", "'\"{}%s%%?", "\u2028\ufeff😀", "\x01\x7f"])
def test_whatever_signs_a_text_has_come_back(place, odd):
    path, article = place / "a.db", an_article(f"Mali met Niger. {odd} {odd}", title=odd, outlets=(f"AP {odd}",))
    with open_record(path, keep="text") as record, record.writer("stub", "1") as writer:
        writer.add_article(article, [a_report(article, "met")])
    with open_view(path) as view:
        (found,) = view.reports()
    assert (found.article.text, found.article.title) == (article.text, odd)
    assert found.article.outlets == article.outlets
    assert list(broken(path)) == []


def test_the_log_of_runs_tells_what_was_written_by_what(place):
    path, article = place / "a.db", an_article()
    with open_record(path) as record:
        for _ in range(2):  # the second unit changes nothing
            with record.writer("stub", "1") as writer:
                writer.add_article(article, visit_reports(article))
                writer.add_reject(a_reject())
        with record.writer("stub", "1") as writer:
            writer.add_article(OTHER, [a_report(OTHER, "met")])
    add(path, article, [], version="2")
    with open_view(path) as view:
        logged = [(run.coder, run.version, run.articles, run.reports, run.rejects) for run in view.runs()]
    assert logged == [("stub", "1", 2, 3, 1), ("stub", "2", 1, 0, 0)]
