"""Which two reports are of one act, and which only look so."""

import json
from dataclasses import replace

import pytest

from dragoman.merging.blocking import blocks_of
from dragoman.merging.clustering import events_among
from dragoman.merging.parties import part_of
from dragoman.merging.same_act import LINK, evidence
from dragoman.merging.traits import Traits, traits_of
from dragoman.record import Basis, EventType, Participant, Place, Span, Status
from tests.merging.telling import told

MOSCOW, BAMAKO = Place("Moscow", "RUS"), Place("Bamako", "MLI")
PLANNED, HAPPENED, CANCELLED, DENIED, URGED = (
    Status.PLANNED, Status.HAPPENED, Status.CANCELLED, Status.DENIED, Status.URGED,
)  # fmt: skip
ASSAULT, ACCUSE, SANCTION = EventType.ASSAULT, EventType.ACCUSE, EventType.SANCTION


def visit(actors="MLI BFA NER", recipients="RUS", text="Ministers will visit Moscow for talks on gold.", **given):
    anchor = given.pop("anchor", "visit Moscow" if "visit Moscow" in text else text.split()[1])
    return told(text, anchor, actors, recipients, **{"place": MOSCOW} | given)


def minister(name, office, country="RUS"):
    return (Participant(office, country=country, sector="GOV", person=name),)


def attack(text, anchor="attacked", actors="JNIM", recipients="MLI", people_hit=(), **given):
    found = told(text, anchor, actors, "" if people_hit else recipients, type_=ASSAULT, **given)
    return replace(found, report=replace(found.report, recipients=people_hit)) if people_hit else found


ONE = [
    (
        "leaving a body, told weeks apart in two words for it",
        told("Mali will withdraw from the Council.", "withdraw", "MLI", "ECOWAS", type_=SANCTION, mode="withdraw",
             status=PLANNED),
        told("Mali had announced that it would be quitting.", "quitting", "MLI", "ECOWAS", type_=SANCTION,
             mode="withdraw", status=PLANNED, published="2025-04-07"),
    ),
    (
        "a plan and its outcome",
        visit(status=PLANNED, day="2025-04-03/2025-04-04"),
        visit(text="Lavrov met the ministers in Moscow.", day="2025-04-03", published="2025-04-04"),
    ),
    (
        "three members and their confederation",
        visit(status=PLANNED, day="2025-04-03/2025-04-04"),
        visit("AES", text="Sahel alliance held talks in Moscow.", day="2025-04-03", published="2025-04-04", outlet="BBC"),
    ),
    (
        "a minister and his state",
        visit("MLI", day="2025-04-03", status=PLANNED),
        told("Diop met Lavrov.", "met", people=(*minister("Diop", "Foreign Minister Diop", "MLI"),
             *minister("Lavrov", "Sergey Lavrov")), day="2025-04-03", published="2025-04-04"),
    ),
    (
        "a plan put to another day",
        visit("MLI", day="2025-04-03", status=PLANNED),
        told("The visit of Mali to Moscow was postponed to May 12.", "visit", "MLI", "RUS", status=CANCELLED,
             day="2025-05-12", published="2025-04-02", place=MOSCOW),
    ),
    (
        "the new day and what was held then",
        told("The visit of Mali to Moscow was postponed to May 12.", "visit", "MLI", "RUS", status=CANCELLED,
             day="2025-05-12", published="2025-04-02", place=MOSCOW),
        visit("MLI", text="Mali visits Moscow.", anchor="visits", day="2025-05-12", published="2025-05-13"),
    ),
    (
        "a visit called off, coded as a refusal",
        visit("MLI", status=PLANNED, day="2025-04-03"),
        told("Mali cancelled its visit to Moscow.", "cancelled its visit", "MLI", "RUS", type_=EventType.REJECT,
             published="2025-04-02", day="2025-04-03"),
    ),
    (
        "an attack told by two, one without who did it",
        attack("Gunmen attacked an army base in Gao.", recipients="MLI", actors="", day="2025-04-03", place=Place("Gao", "MLI")),
        attack("JNIM attacked the base in Gao.", day="2025-04-03", place=Place("Gao", "MLI"), outlet="BBC"),
    ),
    (
        "soldiers and civilians of one attack",
        attack("JNIM attacked soldiers in Gao.", day="2025-04-03", place=Place("Gao", "MLI")),
        attack("JNIM attacked villagers in Gao.", recipients="MLI/CVL", day="2025-04-03", place=Place("Gao", "MLI")),
    ),
    (
        "an attack and its denial",
        attack("Russia attacked a convoy near Kidal on Monday.", actors="RUS", day="2025-04-03", place=Place("Kidal", "MLI")),
        attack("Russia denied that it attacked a convoy near Kidal.", actors="RUS", status=DENIED, day="2025-04-03",
               place=Place("Kidal", "MLI")),
    ),
    (
        "a plan for a day and what is told as done on it",
        told("The leaders of Mali and Algeria will hold a summit on April 20.", "summit", "MLI DZA", status=PLANNED,
             day="2025-04-20"),
        told("The president of Mali met that of Algeria.", "met", "MLI DZA", published="2025-04-20"),
    ),
    (
        "relations broken off, in two words for it",
        told("Mali severed diplomatic relations with Ukraine.", "severed diplomatic relations", "MLI", "UKR",
             type_=SANCTION, mode="discontinue"),
        told("Mali broke off diplomatic relations with Ukraine.", "broke off diplomatic relations", "MLI", "UKR",
             type_=SANCTION, mode="discontinue"),
    ),
]  # fmt: skip

TWO = [
    (
        "two meetings of the same in one week",
        visit("MLI", text="Mali met Russia.", anchor="met", day="2025-04-01", place=None),
        visit("MLI", text="Mali met Russia.", anchor="met", day="2025-04-04", published="2025-04-05", place=None),
    ),
    (
        "an attack and its condemnation",
        attack("JNIM attacked the base in Gao.", day="2025-04-03"),
        told("ECOWAS condemned the attack on Gao.", "condemned", "ECOWAS", "JNIM", type_=ACCUSE, day="2025-04-03"),
    ),
    (
        "what is called for, and what is done",
        visit("MLI", status=URGED, text="Mali should visit Moscow."),
        visit("MLI", text="Mali visits Moscow.", anchor="visits"),
    ),
    (
        "two attacks of a day in two places",
        attack("JNIM attacked a base in Gao.", day="2025-04-03", place=Place("Gao", "MLI")),
        attack("JNIM attacked a base in Kidal.", day="2025-04-03", place=Place("Kidal", "MLI")),
    ),
    (
        "two attacks of which only other names tell",
        attack("JNIM fighters attacked near Boulkessi.", day="2025-04-03"),
        attack("JNIM fighters attacked near Farabougou.", published="2025-04-02"),
    ),
    (
        "a president and a minister",
        told("Goita visits Moscow.", "visits", people=minister("Goita", "President Goita", "MLI"), recipients="RUS",
             day="2025-04-03"),
        told("Diop visits Moscow.", "visits", people=minister("Diop", "Foreign Minister Diop", "MLI"),
             recipients="RUS", day="2025-04-03"),
    ),
    (
        "the second round of talks and the third",
        told("Mali and Algeria held a second round of talks.", "second round", "MLI DZA", day="2025-04-03"),
        told("Mali and Algeria held a third round of talks.", "third round", "MLI DZA", published="2025-04-03"),
    ),
    (
        "the first day of it and day 2",
        told("On the first day of the truce Mali released 13 prisoners.", "released 13 prisoners", "MLI", "DZA",
             type_=EventType.RETREAT),
        told("On day 2 of the truce Mali released 13 prisoners.", "released 13 prisoners", "MLI", "DZA",
             type_=EventType.RETREAT, published="2025-04-02"),
    ),
    (
        "attacks on one town told three days apart",
        attack("Rebels attacked Gao with cruise missiles and drones.", place=Place("Gao", "MLI")),
        attack("Rebels attacked Gao with cruise missiles and rockets.", place=Place("Gao", "MLI"), published="2025-04-04"),
    ),
    (
        "attacks of a day on two towns that only who suffers tells",
        attack("JNIM launched drones at Gao overnight.", anchor="launched drones",
               people_hit=(Participant("Gao", country="MLI", sector="UNK"),)),
        attack("JNIM launched drones at Kidal overnight.", anchor="launched drones",
               people_hit=(Participant("Kidal", country="MLI", sector="UNK"),)),
    ),
    (
        "one good banned, then the next",
        told("Russia will suspend deliveries of electricity to Finland.", "suspend deliveries", "RUS", "FIN",
             type_=SANCTION, mode="discontinue", status=PLANNED),
        told("Russia will ban imports of fish from Finland.", "ban imports", "RUS", "FIN", type_=SANCTION,
             mode="discontinue", status=PLANNED, published="2025-04-02"),
    ),
    (
        "talks that only a spokesman's name ties",
        told("Spokesman Ivan Petrov said that Mali is open to a meeting with Algeria.", "meeting", "MLI DZA",
             status=Status.POSSIBLE),
        told("Spokesman Ivan Petrov said that a round of talks of Mali and Algeria will resume.", "talks", "MLI DZA",
             status=PLANNED, day="2025-04-03", published="2025-04-02"),
    ),
    (
        "a president and the daughter of one",
        told("Trump visits Japan.", "visits", "USA", "JPN", people=(Participant("Trump’s daughter Ivanka", country="USA"),),
             mode="visit"),
        told("Trump visits Japan.", "visits", "USA", "JPN", people=minister("Trump", "President Trump", "USA"),
             mode="visit", published="2025-04-03"),
    ),
    (
        "who arrives ahead of a summit, and the summit",
        told("Kim arrives in Hanoi ahead of his summit with Trump.", "arrives", "PRK", "USA", mode="visit",
             place=Place("Hanoi", "VNM")),
        told("Trump and Kim hold a summit in Hanoi.", "summit", "PRK USA", status=PLANNED, published="2025-04-03",
             place=Place("Hanoi", "VNM")),
    ),
    (
        "two who meet prior to a summit, and the summit",
        told("Bush met Putin prior to the summit in Strelna.", "met", "USA RUS"),
        told("Bush and Putin differ at the multilateral summit in Strelna.", "summit", "USA RUS", mode="multilateral"),
    ),
    (
        "weeks of protest, and the march of one day",
        told("Students marched in Bamako against Keita.", "marched", "MLI/CVL", "MLI", type_=EventType.PROTEST, mode="demo"),
        told("Students have marched for several weeks against Keita.", "marched", "MLI/CVL", "MLI", type_=EventType.PROTEST, mode="demo",
             status=Status.ONGOING),
    ),
    (
        "some brought to safety, and the next day thousands more",
        told("Mali orders the evacuation of a village near Gao.", "evacuation", "MLI", "MLI/CVL", type_=EventType.AID,
             place=Place("Gao", "MLI")),
        told("Mali evacuates thousands more civilians from Gao.", "evacuates thousands more civilians", "MLI", "MLI/CVL",
             type_=EventType.AID, place=Place("Gao", "MLI"), published="2025-04-02"),
    ),
    (
        "a visit to a country and one to an embassy in it",
        visit("MLI", text="Mali visits Moscow.", anchor="visits", mode="visit", day="2025-04-03"),
        visit("MLI", text="Mali visits its embassy in Moscow.", anchor="visits its embassy", mode="visit", day="2025-04-03"),
    ),
    (
        "talks for which they have arrived, and the second round",
        told("A delegation of Mali arrives in Oran for peace talks with Algeria.", "talks", "MLI DZA", status=PLANNED),
        told("Mali and Algeria will hold a second round of peace talks.", "second round of peace talks", "MLI DZA",
             status=PLANNED, day="2025-04-07", published="2025-04-05"),
    ),
    (
        "an attack told as done, and one of the day after",
        attack("Rebels entered and attacked Gao.", actors="MLI/REB", place=Place("Gao", "MLI")),
        attack("Rebels attacked Gao on April 2.", actors="MLI/REB", day="2025-04-02", published="2025-04-05",
               place=Place("Gao", "MLI")),
    ),
    (
        "tariffs raised, and raised again from there",
        told("Trump will impose tariffs of 104% on goods of China.", "tariffs", "USA", "CHN", type_=SANCTION, status=PLANNED),
        told("Trump will raise tariffs on goods of China to 125% from 104%.", "tariffs", "USA", "CHN", type_=SANCTION,
             status=PLANNED, published="2025-04-03"),
    ),
    (
        "an ambassador recalled, and then for good",
        told("Spain recalls its ambassador from Argentina.", "recalls its ambassador", "ESP", "ARG", type_=SANCTION,
             mode="withdraw"),
        told("Spain permanently recalls its ambassador from Argentina.", "recalls its ambassador", "ESP", "ARG",
             type_=SANCTION, mode="withdraw", published="2025-04-03"),
    ),
    (
        "an ambassador recalled, and an airspace closed a day later",
        told("Algeria recalled its ambassador from Mali on Monday.", "recalled its ambassador", "DZA", "MLI", type_=SANCTION,
             mode="withdraw", day="2025-04-07", published="2025-04-07"),
        told("Algeria closed its airspace to flights of Mali on Monday.", "closed its airspace", "DZA", "MLI",
             type_=SANCTION, mode="discontinue", day="2025-04-07", published="2025-04-08"),
    ),
    (
        "an advance, and days later troops that advance still",
        attack("Troops of Mali are on the advance.", anchor="advance", actors="MLI", recipients="DZA"),
        told("Troops of Mali still advance in Algeria.", "advance", "MLI", "DZA", type_=EventType.MOBILIZE,
             published="2025-04-04"),
    ),
    (
        "blame by one of a state, and by another",
        told("President Ghani blames the Taliban for an attack on a hospital.", "blames", "AFG", "TALIBAN", type_=ACCUSE),
        told("Minister Saleh blames the Taliban for an attack on a school.", "blames", "AFG", "TALIBAN", type_=ACCUSE,
             published="2025-04-02"),
    ),
    ("rebels are not the state", attack("Mali attacked a camp.", actors="MLI", recipients="DZA", day="2025-04-03"),
     attack("Rebels attacked a camp.", actors="MLI/REB", recipients="DZA", day="2025-04-03")),
    ("who acts and who suffers", attack("Mali attacked JNIM.", actors="MLI", recipients="JNIM", day="2025-04-03"),
     attack("JNIM attacked Mali.", day="2025-04-03")),
    ("one party in common", told("Mali met Russia.", "met", "MLI RUS", day="2025-04-03"),
     told("Mali met China.", "met", "MLI CHN", day="2025-04-03")),
    ("a year apart", visit("MLI", day="2025-04-03"), visit("MLI", day="2024-04-03", published="2024-04-04")),
    ("what is still planned after the other was done",
     visit("MLI", text="Mali visits Moscow.", anchor="visits", published="2025-04-01", place=None),
     visit("MLI", status=PLANNED, published="2025-04-03", text="Mali will visit Moscow.", place=None)),
]  # fmt: skip


def points(one, other):
    mine, theirs = traits_of(one), traits_of(other)
    found = evidence(mine, theirs)
    assert found == evidence(theirs, mine), "evidence has no direction"
    if found is not None and found >= LINK:
        assert blocks_of(mine) & blocks_of(theirs), "what is one act is compared"
    return found


def test_a_part_of_a_state_that_acts_by_its_own_name_is_not_the_state():
    texts = ("Northern Ireland", "The United Kingdom", "Prime Minister Boris Johnson")
    assert [part_of(Participant(text, "GBR", "GOV")) for text in texts] == ["GBR/northern ireland", "GBR", "GBR"]


def test_an_impeachment_told_again_is_one_and_blame_is_not():
    house = [told(f"The House {verb} President Rousseff.", verb, "BRA", "BRA", type_=ACCUSE, day=None, published=day)
             for verb, day in (("impeached", "2025-04-01"), ("impeached", "2025-04-02"))]  # fmt: skip
    blame = [told("The House blamed President Rousseff.", "blamed", "BRA", "BRA", type_=ACCUSE, day=None, published=day)
             for day in ("2025-04-01", "2025-04-02")]  # fmt: skip
    assert points(*house) > points(*blame)


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in ONE], ids=[case[0] for case in ONE])
def test_one_act(one, other):
    assert (points(one, other) or 0) >= LINK


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in TWO], ids=[case[0] for case in TWO])
def test_two_acts(one, other):
    assert (points(one, other) or 0) < LINK


@pytest.mark.parametrize("one", [case[1] for case in ONE + TWO], ids=[case[0] for case in ONE + TWO])
def test_traits_are_kept_as_they_are(one):
    traits = traits_of(one)
    assert Traits.unpacked(traits.report, traits.article, traits.packed()) == traits


def clustered(*reports):
    traits = [traits_of(each) for each in reports]
    places = {each.id: place for place, each in enumerate(reports)}
    found = events_among(traits)
    return sorted(sorted(places[each.report] for each in cluster) for cluster in found)


def test_two_plans_are_not_chained_by_a_report_without_a_day():
    first = visit("MLI", status=PLANNED, day="2025-04-03")
    second = visit("MLI", status=PLANNED, day="2025-04-20", outlet="BBC")
    vague = visit("MLI", status=PLANNED, outlet="TASS", text="Mali will visit Moscow soon for talks on gold.")
    assert len(clustered(first, second)) == 2
    assert len(clustered(first, second, vague)) == 2


def test_a_move_joins_the_plan_that_it_moves_and_leaves_the_other():
    first = visit("MLI", status=PLANNED, day="2025-04-03")
    second = visit("MLI", status=PLANNED, day="2025-04-28", outlet="BBC")
    move = told("The visit of Mali to Moscow was postponed from April 3 to May 12.", "visit", "MLI", "RUS",
                status=CANCELLED, day="2025-05-12", published="2025-04-02", place=MOSCOW)  # fmt: skip
    assert clustered(first, second, move) == [[0, 2], [1]]


def test_a_day_since_which_it_had_not_been_is_not_its_day():
    text = "Mali attacked Kidal for the first time since April 3."
    found = attack(text, day="2025-04-03", published="2025-06-05")
    start = text.index("since")
    why = (Basis("when", "test", "since April 3", Span.of(found.article.id, text, start, len(text) - 1)),)
    assert traits_of(found).is_dated
    assert not traits_of(replace(found, report=replace(found.report, why=why))).is_dated


@pytest.mark.parametrize(
    ("text", "anchor", "type_", "day"),
    [
        ("Crowds gathered in Bamako after a similar protest on April 3.", "gathered", EventType.PROTEST, "April 3"),
        ("Mali blames JNIM for the attack on a clinic in the town of Gao on April 3.", "blames", ACCUSE, "April 3"),
    ],
)  # fmt: skip
def test_a_day_of_another_act_is_not_its_day(text, anchor, type_, day):
    found = told(text, anchor, "MLI", "JNIM", type_=type_, day="2025-04-03", published="2025-04-05")
    start = text.index(day)
    why = (Basis("when", "test", day, Span.of(found.article.id, text, start, start + len(day))),)
    assert traits_of(found).is_dated
    assert not traits_of(replace(found, report=replace(found.report, why=why))).is_dated


def test_traits_of_an_older_version_are_read():
    traits = traits_of(visit("MLI"))
    older = json.dumps(json.loads(traits.packed())[:-2])
    assert Traits.unpacked(traits.report, traits.article, older) == traits


def test_rounds_are_not_chained_by_a_report_that_does_not_count_them():
    second = told("Mali and Algeria will hold a second round of talks.", "second round", "MLI DZA", status=PLANNED)
    third = told("Mali and Algeria will hold a third round of talks.", "third round", "MLI DZA", status=PLANNED,
                 published="2025-04-03", outlet="BBC")  # fmt: skip
    vague = told("Mali and Algeria will hold a round of talks.", "round of talks", "MLI DZA", status=PLANNED,
                 published="2025-04-02", outlet="TASS")  # fmt: skip
    assert [0, 1] not in [sorted(set(each) & {0, 1}) for each in clustered(second, third, vague)]


def test_what_is_done_is_not_chained_with_a_later_plan_by_a_vague_one():
    held = told("Mali and Algeria held peace talks in Oran.", "talks", "MLI DZA", published="2025-03-29")
    vague = told("Mali and Algeria will hold peace talks in Oran.", "talks", "MLI DZA", status=PLANNED,
                 published="2025-03-28", outlet="TASS")  # fmt: skip
    plan = told("Mali and Algeria will hold peace talks online.", "talks", "MLI DZA", status=PLANNED, day="2025-04-07",
                published="2025-04-01", outlet="BBC")  # fmt: skip
    assert [0, 2] not in [sorted(set(each) & {0, 2}) for each in clustered(held, vague, plan)]


def test_two_acts_of_one_article_stay_two():
    whole = "Mali accused Algeria of lies. Mali accused Algeria of theft."
    article = told(whole, "accused", "MLI", "DZA", type_=ACCUSE, day="2025-04-01")
    assert evidence(traits_of(article), traits_of(article)) is None


def test_an_undated_report_without_days_stands_alone():
    one, other = visit("MLI"), visit("MLI", outlet="BBC", text="Mali will visit Moscow.")
    undated = [replace(each, article=replace(each.article, published_on=None)) for each in (one, other)]
    undated = [replace(each, report=replace(each.report, when=None)) for each in undated]
    assert [blocks_of(traits_of(each)) for each in undated] == [frozenset()] * 2
    assert evidence(*map(traits_of, undated)) is None


def test_a_small_bloc_is_its_members_of_that_day():
    assert traits_of(visit("AES")).doers == {"MLI", "BFA", "NER"}
    assert traits_of(visit("ECOWAS")).doers == {"ECOWAS"}  # too many to be told by naming them all


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("Butler County", "Gunmen attacked a rally in Butler County, Pennsylvania.", "pennsylvania"),
        ("Xyzburg", "Gunmen attacked a rally in Xyzburg on Monday.", ""),
        ("Xyzburg", "Gunmen attacked a rally in Xyzburg, Russia says.", ""),
        ("Bamako", "Gunmen attacked a rally in Bamako on Monday.", "bamako"),
    ],
)
def test_a_place_that_the_book_does_not_know_is_compared_by_the_one_beside_it(name: str, text: str, kept: str) -> None:
    found = attack(text, actors="", recipients="", place=Place(name, None))
    assert traits_of(found).place == kept
