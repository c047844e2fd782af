from pathlib import Path

import pytest

from dragoman.store import gathered
from dragoman.store.migrations import schema  # every table is laid where its steps are

schema_page, tables = schema.schema_page, schema.tables

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"


def test_the_page_of_the_schema_is_current():
    remake = "python -c 'from dragoman.store.migrations import schema; print(schema.schema_page(), end=str())' > docs/schema.md"
    assert PAGE.read_text(encoding="utf-8") == schema_page(), f"make it anew: {remake}"


@pytest.mark.parametrize("table", tables.sorted_tables, ids=lambda table: table.name)
def test_every_table_and_column_is_commented(table):
    assert table.comment
    assert [column.name for column in table.columns if not column.comment] == []


def test_the_tables_of_how_news_came_in_are_among_them():
    assert gathered.leads in tables.sorted_tables


def test_the_page_names_every_column():
    page = schema_page()
    lacking = [
        column.name for table in tables.sorted_tables for column in table.columns if f"`{column.name}`" not in page
    ]
    assert lacking == []
