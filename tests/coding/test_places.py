"""The country that an act's place lies in, by the words around it and by who takes part."""

from datetime import date

import pytest

from dragoman.coding.places import around_a_town, country_of, words_of
from dragoman.record import Article
from tests.coding.test_dating import reader

PLACES = [
    # a state named after a town tells which town is meant
    ("Gunmen killed nine people in Bam, Burkina Faso.", "Bam", [], "BFA"),
    ("Shinzo Abe was shot in Nara, Kansai region, Japan.", "Nara", ["JPN"], "JPN"),
    ("Ministers met in Paris, London and Berlin.", "Paris", [], "FRA"),
    ("Leaders met in Isla Margarita, Venezuela.", "Isla", [], "VEN"),
    # near a border is on this side of it
    ("Fighters ambushed Nigerien soldiers near the border with Burkina Faso.", "Burkina Faso", ["NER"], "NER"),
    ("Fighters attacked a post near Mali's border with Algeria.", "Algeria", ["FRA"], "MLI"),
    ("Gunmen killed traders near the border with Chad.", "Chad", [], "TCD"),
    ("Gunmen killed traders in Chad.", "Chad", ["NER"], "TCD"),
    # who rules there is a party of its own; the place is in the state that ISO 3166 has
    ("Russia and Georgia continue to fight in South Ossetia.", "South Ossetia", ["RUS", "GEO"], "GEO"),
    ("Azerbaijan shelled villages in Nagorno-Karabakh.", "Nagorno-Karabakh", ["AZE"], "AZE"),
    # a lake that several share is in the country of those who take part; a sea is in none
    ("Fighters attacked Chadian troops near Lake Chad.", "Lake Chad", ["TCD"], "TCD"),
    ("Fighters attacked troops near Lake Chad.", "Lake Chad", ["TCD", "NER"], None),
    ("Jets struck Mali's Sahara.", "Sahara", ["MRT"], "MLI"),
    ("A Russian ship was hit in the Black Sea near Ukraine.", "Black Sea", ["RUS"], None),
]


@pytest.mark.parametrize(("text", "name", "sides", "country"), PLACES, ids=[text[:45] for text, *_ in PLACES])
def test_the_country_of_a_place(text: str, name: str, sides: list[str], country: str | None) -> None:
    article = reader().read(Article("a", text, published_on=date(2024, 6, 12)))
    (read,) = article.sentences
    mention = next(each for each in read.mentions if article.text[each.start : each.end].endswith(name))
    assert country_of(mention, read, article.text, sides) == country


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Foreign ministers of Israel and Egypt met in Sde Boker, Israel.", ["Israel"]),
        ("Ministers met in Fiuggi and Anagni, Italy, on Monday.", ["Italy"]),
        ("Ministers met in Rome, Italy.", []),
        ("Leaders of France, Italy and Spain met in Xyzburg.", []),
    ],
)
def test_states_that_say_where_an_unknown_town_lies(text: str, states: list[str]) -> None:
    article = reader().read(Article("a", text, published_on=date(2024, 6, 12)))
    (read,) = article.sentences
    assert [each.text for each in around_a_town(read, article.text)] == states


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A soldier shot eight others in the village of Gorny, Zabaykalsky Krai.", "Gorny", "RUS"),
        ("Gunmen attacked an army post in Karpaty, in Russian-occupied Luhansk Oblast.", "Karpaty", "UKR"),
        ("Soldiers arrested Besigye in Naguru.", "Naguru", None),
        ("Soldiers arrested Besigye in Naguru and Kenya.", "Naguru", None),
        ("Gunmen attacked the senator in downtown Caracas.", "Caracas", "VEN"),
    ],
)
def test_a_place_that_the_book_does_not_know_lies_where_its_neighbour_does(
    text: str, name: str, country: str | None
) -> None:
    article = reader().read(Article("a", text, published_on=date(2024, 6, 12)))
    (read,) = article.sentences
    (place,) = [each for each in read.mentions if each.text == name]
    assert place.is_place
    assert country_of(place, read, text, ()) == country


@pytest.mark.parametrize(
    ("text", "head", "name"),
    [
        ("A drone entered Algerian airspace on Monday.", "Algerian", "Algerian airspace"),
        ("A drone fell in Algeria on Monday.", "Algeria", "Algeria"),
        ("A drone entered Algerian territorial waters.", "Algerian", "Algerian territorial waters"),
    ],
)
def test_an_adjective_is_called_with_its_noun(text: str, head: str, name: str) -> None:
    article = reader().read(Article("a", text, published_on=date(2024, 6, 12)))
    (read,) = article.sentences
    mention = next(each for each in read.mentions if each.text == head)
    assert words_of(mention, read.sentence, article.text) == (name, article.text.index(name) + len(name))
