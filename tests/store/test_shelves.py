"""What stands on the shelves follows from the other tables, however the reports came in, and whatever was taken out."""

import sqlite3
from pathlib import Path

import pytest

from dragoman.store.opening import open_record
from dragoman.store.shelves import lay_shelves
from tests.chronicle.records import added
from tests.factory import an_article, visit_reports


def standing(path: Path) -> list[tuple[str, str, str]]:
    """The reports that stand on shelves; where events stand, telling says (tests/chronicle/test_telling.py)."""
    with sqlite3.connect(path) as raw:
        asked = "SELECT shelf, day, report_id FROM shelves WHERE shelf NOT LIKE 'e|%' ORDER BY 1, 2, 3"
        rows = raw.execute(asked).fetchall()
    raw.close()
    return rows


def made_anew(path: Path) -> list[tuple[str, str, str]]:
    """What the step that brings the table to an old record would fill it with."""
    from dragoman.store.connecting import BEGIN, writing_engine

    engine = writing_engine(path, 5.0)
    with engine.connect() as connection:
        connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        with connection.begin():
            connection.exec_driver_sql("DROP TABLE shelves")
            lay_shelves(connection)
    engine.dispose()
    return standing(path)


def test_a_report_stands_where_it_is_looked_for(tmp_path):
    article = an_article(outlets=("AP",))
    path = added(tmp_path / "a.db", [[(article, visit_reports(article))]])
    names = {shelf for shelf, _, _ in standing(path)}
    assert {"d|c|MLI", "w|c|MLI", "d|p|MLI|NER", "w|t|CONSULT", "w|st|planned", "w|o|AP"} <= names
    days = {day for shelf, day, _ in standing(path) if shelf == "w|o|AP"}
    assert days == {str(article.published_on)}


def test_adding_and_bringing_up_shelve_alike(story_path):
    before = standing(story_path)
    assert len(before) > 1000
    assert made_anew(story_path) == before


@pytest.mark.parametrize("then", ["coded anew", "coded to nothing", "printed elsewhere"])
def test_what_changes_is_put_elsewhere(tmp_path, then):
    path = tmp_path / "a.db"
    article = an_article(outlets=("AP",))
    added(path, [[(article, visit_reports(article))]])
    with open_record(path) as record, record.writer("other", "2") as writer:
        if then == "printed elsewhere":
            writer.add_outlets(an_article(outlets=("TASS",)))
        else:
            writer.add_article(article, visit_reports(article)[:1] if then == "coded anew" else [])
    after = standing(path)
    assert after == made_anew(path)
    assert bool(after) == (then != "coded to nothing")
    assert any(shelf == "w|o|TASS" for shelf, _, _ in after) == (then == "printed elsewhere")


@pytest.fixture
def story_path(tmp_path):
    from tests.web.factory import story_record

    return story_record(tmp_path / "stories.db")
