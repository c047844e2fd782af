"""Who does what to whom, in every construction that news uses: one sentence a row, and what it must yield."""

from datetime import date
from functools import cache

import pytest

from dragoman.pipeline import Pipeline
from dragoman.record import Article, Report

PUBLISHED = date(2025, 3, 31)  # a Monday


@cache
def pipeline() -> Pipeline:
    return Pipeline()


def reports_of(text: str) -> list[Report]:
    article = Article(Article.identify("", text, PUBLISHED), text, published_on=PUBLISHED)
    return next(pipeline().reports([article]))[1]


def brief(report: Report) -> str:
    sides = [",".join(sorted(each.code or "?" for each in side)) for side in (report.actors, report.recipients)]
    return f"{report.type} {report.status} {sides[0]}>{sides[1]}"


WHO = [
    # actives, passives, relative clauses
    ("Niger expelled the German ambassador.", "SANCTION happened NER>DEU"),
    ("The German ambassador was expelled by Niger.", "SANCTION happened NER>DEU"),
    ("France condemned the coup that soldiers in Gabon staged.", "ACCUSE happened FRA>GAB"),
    ("Turkey, which condemned Israel, is a member of NATO.", "ACCUSE happened TUR>ISR"),
    ("Rebels attacked Malian soldiers near Kidal.", "ASSAULT happened ?>MLI"),
    ("Malian soldiers were attacked by rebels near Kidal.", "ASSAULT happened ?>MLI"),
    # coordination
    ("Mali, Niger and Burkina Faso withdrew from ECOWAS.", "SANCTION happened BFA,MLI,NER>ECOWAS"),
    ("The presidents of Kenya and Uganda met in Kampala.", "CONSULT happened KEN,UGA>"),
    ("Poland condemned and rejected the Russian demand.", "REJECT happened POL>RUS"),
    ("Rebels killed dozens of Malian soldiers and Wagner Group mercenaries.", "ASSAULT happened ?>MLI,WAGNER"),
    (
        "Chadian soldiers and the French army had heavy losses in clashes with Chadian rebels.",
        "ASSAULT happened FRA,TCD,TCD>",
    ),
    (
        "The Tuareg movement in Mali accuses Malian soldiers and Wagner Group mercenaries of killing civilians.",
        "ACCUSE happened MLI>MLI,WAGNER",
    ),
    # conduct that is punished: of whom the measure strikes, not of who takes it
    ("Canada bans Belarusian aircraft due to Belarus's support of Russia.", "SUPPORT happened BLR>RUS"),
    ("The European Union extends sanctions against Belarus over its support for Russia.", "SUPPORT happened BLR>RUS"),
    ("The European Union extends sanctions against Belarus over its backing of Russia.", "SUPPORT happened BLR>RUS"),
    (
        "Morocco cuts diplomatic ties with Iran over its support for the Polisario Front.",
        "SUPPORT happened IRN>POLISARIO",
    ),
    # light verbs and event nouns
    ("Japan held talks with Mongolia.", "CONSULT happened JPN,MNG>"),
    ("Talks between Chile and Peru were held in Lima.", "CONSULT happened CHL,PER>"),
    ("The European Union imposed sanctions on Belarus.", "SANCTION happened EU>BLR"),
    ("Sanctions were imposed on Belarus by the European Union.", "SANCTION happened EU>BLR"),
    ("Moscow and Bamako signed a nuclear cooperation agreement.", "SUPPORT happened MLI,RUS>"),
    # people by their office
    ("Lebanon's prime minister visited Damascus.", "CONSULT happened LBN>SYR"),
    ("The Russian foreign minister, Sergey Lavrov, arrived in Algiers.", "CONSULT happened RUS>DZA"),
    ("A Pakistani delegation met the Afghan foreign minister.", "CONSULT happened AFG,PAK>"),
    ("King Charles III received the president of Nigeria.", "CONSULT happened GBR,NGA>"),
    ("Vladimir Putin received Mali's leader, General Assimi Goita, in Moscow.", "CONSULT happened MLI,RUS>"),
    # control
    ("Germany promised to help Ukraine.", "AGREE happened DEU>UKR"),
    ("Washington urged Israel to withdraw its troops.", "REQUEST happened USA>ISR"),
    ("Iran refused to meet the American envoy.", "REJECT happened IRN>USA"),
    ("China threatened to sanction Lithuania.", "THREATEN happened CHN>LTU"),
    ("Washington warned that it would act against Russia.", "THREATEN happened USA>RUS"),
    # who is no side: a weapon, the scene, the ground that is taken
    ("A drone strike on Odesa killed three people.", "ASSAULT happened >UKR,UKR"),
    (
        "Lieutenant general Yaroslav Moskalik was assassinated in a car bombing in Balashikha, Russia.",
        "ASSAULT happened >RUS",
    ),
    (
        "Ukrainian forces recaptured the city of Irpin after driving out the last Russian troops.",
        "ASSAULT happened UKR>RUS",
    ),
    ("Israel's assassination of the Iranian general was condemned by Hezbollah.", "ASSAULT happened ISR>IRN"),
    # who speaks of talks is the other side of them
    ("Lavrov said that talks with Japan on a peace treaty would resume in May.", "CONSULT planned JPN,RUS>"),
]


@pytest.mark.parametrize(("text", "expected"), WHO, ids=[text[:50] for text, _ in WHO])
def test_who_does_what_to_whom(text: str, expected: str) -> None:
    assert expected in [brief(report) for report in reports_of(text)]


STATUS = [
    ("Lavrov will visit Algeria.", "CONSULT planned"),
    ("Lavrov is to visit Algeria next week.", "CONSULT planned"),
    ("Russia plans to open an embassy in Niger.", "SUPPORT planned"),
    ("Niger may withdraw from the African Union.", "SANCTION possible"),
    ("The planned visit to Chad by Macron may help.", "CONSULT planned"),
    ("If Niger attacked Benin, France would send troops to Benin.", "AID possible"),
    ("Mali did not sign the agreement with Russia.", "SUPPORT denied"),
    ("Niger denied that it had expelled the German ambassador.", "SANCTION denied"),
    ("Russia and Mali cancelled the meeting in Moscow.", "CONSULT cancelled"),
    ("The summit between India and Pakistan was called off.", "CONSULT cancelled"),
    ("The meeting between Armenia and Azerbaijan has been postponed.", "CONSULT cancelled"),
    ("Egypt is holding talks with Sudan.", "CONSULT ongoing"),
    ("Egypt held talks with Sudan.", "CONSULT happened"),
]


@pytest.mark.parametrize(("text", "expected"), STATUS, ids=[text[:50] for text, _ in STATUS])
def test_status(text: str, expected: str) -> None:
    assert expected in [f"{report.type} {report.status}" for report in reports_of(text)]


CLAIMS = [
    ("Ukraine claimed that Russia had attacked Poland.", "UKR"),
    ("Russia attacked Poland, according to Ukraine.", "UKR"),
    ("Russia attacked Poland, the Ukrainian defence ministry said.", "UKR"),
    ("Russia attacked Poland.", None),
    ("France said that it would send troops to Benin.", None),
]


@pytest.mark.parametrize(("text", "speaker"), CLAIMS, ids=[text[:50] for text, _ in CLAIMS])
def test_according_to_whom(text: str, speaker: str | None) -> None:
    found = reports_of(text)
    assert found
    assert [report.said_by.code if report.said_by else None for report in found] == [speaker] * len(found)


QUIET = [
    "The outcome of the talks will be closely watched by observers.",
    "The agreement is expected to have significant implications for the region.",
    "The rapprochement could redraw the map of alliances.",
    "Mali beat Senegal in the final of the football tournament.",
    "An earthquake killed hundreds of people in Turkey.",
    "The company met expectations in the first quarter.",
    "Heavy rain struck the north of Chad on Tuesday.",
    "She was born in Bamako and studied in Dakar.",
]


@pytest.mark.parametrize("text", QUIET, ids=[text[:50] for text in QUIET])
def test_padding_and_other_news_yield_nothing(text: str) -> None:
    assert [brief(report) for report in reports_of(text)] == []


def test_a_plan_without_a_year_lies_ahead() -> None:
    (report,) = reports_of(
        "The foreign ministers of Burkina Faso, Mali and Niger will visit Moscow on April 3-4 at the invitation of "
        "Russian Foreign Minister Sergei Lavrov."
    )
    assert report.when is not None
    assert (report.when.first, report.when.last) == (date(2025, 4, 3), date(2025, 4, 4))
    assert report.where is not None
    assert (report.where.name, report.where.country) == ("Moscow", "RUS")
    assert report.invited_by is not None
    assert report.invited_by.country == "RUS"


def test_every_field_says_what_it_rests_on() -> None:
    (report,) = reports_of("On March 4, Malian President Assimi Goita met with a Russian delegation in Bamako.")
    assert {basis.name for basis in report.why} >= {"type", "status", "when", "where"}
    assert all(basis.span is None or basis.words for basis in report.why)


def test_the_same_text_gives_the_same_reports_in_any_company() -> None:
    texts = [text for text, _ in WHO]
    articles = [Article(str(number), text, published_on=PUBLISHED) for number, text in enumerate(texts)]
    alone = [next(pipeline().reports([article]))[1] for article in articles]
    together = [reports for _, reports in pipeline().reports(articles)]
    backwards = [reports for _, reports in pipeline().reports(articles[::-1])][::-1]
    assert alone == together == backwards


# Two acts in one sentence, each with a subject of its own: what belongs to one must not be read into the other.
APART = [
    ("Lavrov will visit Algeria at the invitation of President Tebboune, and Macron met Scholz in Berlin.", "DZA"),
    ("Lavrov visited Algeria on Tuesday, and Macron met Scholz in Berlin on Wednesday.", None),
]


@pytest.mark.parametrize(("text", "inviter"), APART, ids=["inviter and place", "days"])
def test_a_clause_with_its_own_subject_keeps_its_inviter_place_and_day(text: str, inviter: str | None) -> None:
    visit, meeting = reports_of(text)
    assert (visit.invited_by.country if visit.invited_by else None) == inviter
    assert meeting.invited_by is None
    assert visit.where is None or visit.where.country == "DZA"
    assert meeting.where is not None
    assert meeting.where.country == "DEU"


def test_a_day_is_not_lent_to_the_next_clause() -> None:
    _, meeting = reports_of("Lavrov visited Algeria on Tuesday, and Macron met Scholz in Berlin.")
    assert meeting.when is not None
    assert not meeting.when.is_stated


def test_a_day_is_shared_where_the_subject_is() -> None:
    closed, froze = reports_of("On Sunday Algeria expelled the French ambassador and recalled its envoy from Niger.")
    assert closed.when is not None
    assert closed.when.is_stated
    assert froze.type == closed.type
