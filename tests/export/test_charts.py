"""Charts: pictures, drawings and pages that need nothing from outside, and say in words and numbers what they show."""

import base64
import hashlib
import json
import re
from datetime import date

import pytest

from dragoman.analysis.dyad import Act, Direction, Dyad, Party
from dragoman.analysis.relation import Framing, Relation, relation
from dragoman.export import charts
from dragoman.export.relation_chart import relation_chart
from dragoman.record import EventType

WORDS = "Mali <orders> the ambassador of France to leave </script><!-- within 72 hours."


@pytest.fixture(scope="module")
def series() -> Relation:
    acts = (
        Act("aaaa", date(2021, 10, 5), EventType.CONSULT, "visit", Direction.BOTH, 1, "They met."),
        Act("bbbb", date(2022, 1, 31), EventType.SANCTION, "expel", Direction.OUT, 2, WORDS),
    )
    articles = {date(2021, 10, 6): 3, date(2021, 12, 1): 3, date(2022, 1, 31): 3}
    framing = Framing(half_life=90.0)
    return relation(Dyad(Party("MLI"), Party("FRA"), acts, {}), articles, date(2022, 2, 28), framing)


@pytest.fixture(scope="module")
def chart(series: Relation) -> charts.Chart:
    return relation_chart(series, ("Mali", "France"))


def test_its_sentence_says_how_much_and_what_is_not_known(chart: charts.Chart) -> None:
    assert chart.sentence == (
        "From 2021-10-01 to 2022-02-28: 2 acts between Mali and France, 1 of cooperation and 1 of conflict; "
        "the best month was 2021-10 (+2.1); the worst month was 2022-01 (-5.2); 2 of 5 months have no coverage."
    )


def test_a_table_stands_beside_it_with_a_row_a_period(chart: charts.Chart) -> None:
    assert [row[0] for row in chart.rows] == ["2021-10", "2021-11", "2021-12", "2022-01", "2022-02"]
    assert chart.rows[1][-2] == "no coverage"
    assert "[bbbb]" in chart.rows[3][-1]


def test_the_specification_holds_its_data_and_names_no_address(chart: charts.Chart) -> None:
    text = json.dumps(chart.spec)
    assert '"url"' not in text
    assert set(re.findall(r"https?://[^\"]+", text)) == {chart.spec["$schema"]}
    drawn = [row for rows in _values(chart.spec) for row in rows if row.get("class")]
    assert {(row["class"], row["y"], row["y2"]) for row in drawn} == {
        ("verbal cooperation", 0, 1),
        ("material conflict", 0, -1),
    }


def _values(spec):
    if isinstance(spec, dict):
        if isinstance(spec.get("values"), list) and spec["values"] and isinstance(spec["values"][0], dict):
            yield spec["values"]
        for each in spec.values():
            yield from _values(each)
    elif isinstance(spec, list):
        for each in spec:
            yield from _values(each)


def test_a_bar_leads_to_its_acts_where_there_is_a_page_of_them(series: Relation) -> None:
    spec = relation_chart(series, ("Mali", "France"), link=lambda point: f"/acts?from={point.period.first}").spec
    assert "/acts?from=2022-01-01" in json.dumps(spec)


def test_it_is_drawn_as_a_picture_and_as_a_drawing(chart: charts.Chart) -> None:
    assert chart.png().startswith(b"\x89PNG")
    svg = chart.svg()
    assert svg.startswith("<svg")
    assert 'role="img"' in svg
    assert "2 acts between Mali and France" in svg


def test_a_page_needs_nothing_from_outside_and_forbids_itself_all_else(chart: charts.Chart) -> None:
    page = chart.page()
    outside = re.sub(r"<script>.*?</script>", "<script>", page, flags=re.DOTALL)
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=", outside)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe-eval" not in policy[1]
    script = page[page.rindex("<script>") + 8 : page.rindex("</script>")]
    assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in policy[1]
    assert "\r" not in script
    assert "ast:true" in page
    assert page.count("</script>") == 2
    # Words of strangers stay words, in the table and in the data.
    assert "Mali &lt;orders&gt;" in outside
    assert "<orders>" not in outside


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _deuteranope(colour: str) -> tuple[float, ...]:
    """The colour as one without green cones sees it (Viénot, Brettel and Mollon 1999), linear."""
    red, green, blue = [((int(colour[at : at + 2], 16) / 255) ** 2.2) for at in (1, 3, 5)]
    return (0.29275 * red + 0.70725 * green, 0.29275 * red + 0.70725 * green, -0.02234 * red + 0.02234 * green + blue)


def test_colours_are_told_apart_in_grey_and_without_green() -> None:
    said = [charts.COLOURS["verbal cooperation"], charts.COLOURS["verbal conflict"]]
    done = [charts.COLOURS["material cooperation"], charts.COLOURS["material conflict"]]
    for light in said:
        for dark in done:
            ratio = (_luminance(light) + 0.05) / (_luminance(dark) + 0.05)
            assert ratio > 3  # what is said and what is done, in grey print
    seen = [_deuteranope(colour) for colour in charts.COLOURS.values()]
    for place, one in enumerate(seen):
        for other in seen[place + 1 :]:
            assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 0.15
