"""Who hosts a meeting and who leads its delegations: one sentence a row; then the traps, which name neither."""

from datetime import date
from functools import cache

import pytest

from dragoman.coding.rules import RuleCoder
from dragoman.reading.article import Reader
from dragoman.record import Article, Report


@cache
def reader() -> Reader:
    return Reader.load()


def reports_of(text: str) -> list[Report]:
    return next(iter(RuleCoder().code([reader().read(Article("a", text, published_on=date(2025, 3, 31)))])))


HOSTED = [
    ("Qatar hosted talks between Israel and Hamas in Doha on Monday.", "QAT"),
    ("Talks between Israel and Hamas hosted by Qatar opened on Monday.", "QAT"),
    ("Sudan's army and the Rapid Support Forces met in talks hosted by Saudi Arabia and the United States.", "SAU USA"),
    ("Turkey hosted the foreign ministers of Somalia and Ethiopia for talks in Ankara.", "TUR"),
    ("The Qatari-hosted negotiations between Congo and M23 resumed in Doha.", "QAT"),
    ("A summit of Libya's neighbours was hosted by Egypt.", "EGY"),
    ("Kenya convened a summit of the leaders of Rwanda and Congo.", "KEN"),
]


@pytest.mark.parametrize(("text", "hosts"), HOSTED, ids=[text[:40] for text, _ in HOSTED])
def test_who_hosts_a_meeting(text: str, hosts: str) -> None:
    found = [" ".join(sorted(each.code or "?" for each in report.hosted_by)) for report in reports_of(text)]
    assert hosts in found


LED = [
    ("Mali's leader received a Russian delegation led by Deputy Defence Minister Yunus-bek Yevkurov.", "Yevkurov"),
    ("An Ethiopian delegation, headed by Foreign Minister Gedion Timothewos, arrived in Mogadishu.", "Timothewos"),
    ("Russian Deputy Prime Minister Alexander Novak led a delegation to Niamey on Thursday.", "Novak"),
    ("The Turkish delegation, which Foreign Minister Hakan Fidan leads, met the Syrian president.", "Fidan"),
    ("A Chinese delegation under Vice Foreign Minister Chen Xiaodong visited Niger.", "Chen"),
]


@pytest.mark.parametrize(("text", "name"), LED, ids=[text[:40] for text, _ in LED])
def test_who_leads_a_delegation(text: str, name: str) -> None:
    heads = [each.text for report in reports_of(text) for each in report.led_by]
    assert [name in each for each in heads] == [True]


def test_host_and_head_say_which_words_they_rest_on() -> None:
    (report,) = reports_of("A delegation led by Russian Foreign Minister Sergey Lavrov visited Mali.")
    assert [(why.name, why.words) for why in report.why if why.name == "led_by"] == [
        ("led_by", "Russian Foreign Minister Sergey Lavrov")
    ]


TRAPS = [
    "Lavrov met Fidan in Doha.",  # a place is no host
    "Egypt met Turkey, and Qatar hosted the World Cup.",
    "Mali expelled a delegation led by the French ambassador.",  # no meeting
]


@pytest.mark.parametrize("text", TRAPS, ids=[text[:40] for text in TRAPS])
def test_neither_where_the_text_does_not_say_so(text: str) -> None:
    assert [(report.hosted_by, report.led_by) for report in reports_of(text) if report.hosted_by or report.led_by] == []
