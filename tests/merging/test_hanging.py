"""What hangs together is found with few comparisons, and is the same in any order; crowds and echoes among it."""

import random

import pytest

from dragoman.merging import clustering
from dragoman.merging.clustering import events_among
from dragoman.merging.copies import ARTICLES, copies_among, sketch_of
from dragoman.merging.hanging import Groups, Hanging
from dragoman.merging.linking import REPORTS, hang_together, links_within
from dragoman.merging.traits import traits_of
from dragoman.record import Place
from tests.merging.telling import told

WORDS = (
    "gold",
    "uranium",
    "border",
    "drones",
    "visas",
    "grain",
    "fuel",
    "customs",
    "rivers",
    "radio",
    "rails",
    "cattle",
)


def alike(count, days=1):
    """So many reports of talks of the same two, each in words a little other than the rest, printed on some days."""
    for number in range(count):
        one, other, third = WORDS[number % 12], WORDS[number // 12 % 11], WORDS[number // 132 % 10]
        text = f"Ministers of Mali and Niger met in Bamako for talks number {number} on {one}, {other} and {third}."
        day = f"2025-04-{number % days + 1:02}"
        yield traits_of(
            told(text, "met", "MLI", "NER", published=day, place=Place("Bamako", "MLI"), outlet=f"Outlet {number % 9}")
        )


@pytest.mark.parametrize("days", [1, 3])
def test_a_thousand_tellings_of_one_act_cost_some_comparisons_each(days):
    seen = {}
    for count in (250, 1000):
        hanging = Hanging(REPORTS)
        for each in alike(count, days):
            hanging.new(each)
        seen[count] = hanging.seen / count
        assert len({hanging.groups.find(each.report) for each in alike(count, days)}) == 1
    assert seen[1000] <= 4, "every two compared would be five hundred each"
    assert seen[1000] <= seen[250] * 1.5, "and the cost of each does not grow with their number"


def test_texts_that_differ_in_figures_alone_are_compared_once():
    text = "The foreign ministers of Mali and Niger met in Bamako for talks number {0} of desk 7, officials said on Monday."
    sketches = [sketch_of(f"{number:04}", text.format(number), 739000) for number in range(1000)]
    hanging = Hanging(ARTICLES)
    unfiled = [each for each in sketches if hanging.new(each) is not None]
    assert hanging.seen <= 2
    assert len(unfiled) == 998
    assert set(copies_among(sketches).values()) == {"0000"}


@pytest.mark.parametrize("seed", range(3))
def test_what_hangs_together_is_what_every_link_says(seed):
    chance = random.Random(seed)
    traits = [
        traits_of(
            told(
                f"Mali met Russia about {' and '.join(chance.sample(WORDS, 4))} in the hall of congress.", "met", "MLI",
                chance.choice(("RUS", "NER", "CHN")), published=f"2025-04-{chance.randrange(1, 20):02}",
                day=chance.choice(("", f"2025-04-{chance.randrange(1, 20):02}")), outlet=f"Outlet {number}",
            )
        )
        for number in range(60)
    ]  # fmt: skip
    groups = Groups()
    for _, one, other in links_within(traits):
        groups.join(one, other)
    expected = {each.report: groups.find(each.report) for each in traits}
    assert 1 < len(set(expected.values())) < len(traits)
    assert hang_together(traits) == expected
    assert hang_together(traits[::-1]) == expected


def test_a_crowd_is_clustered_the_same_in_any_order(monkeypatch):
    monkeypatch.setattr(clustering, "CROWD", 20)
    traits = [
        traits_of(
            told(
                f"Mali met Niger in Bamako on {WORDS[number % 12]} and {WORDS[number // 12]} for hours.", "met", "MLI", "NER",
                published=f"2025-04-{number % 9 + 2:02}", day=f"2025-04-{number % 9 + 1:02}" if number % 3 else "",
                outlet=f"Outlet {number}",
            )
        )
        for number in range(90)
    ]  # fmt: skip
    found = events_among(traits)
    assert len(set(hang_together(traits).values())) == 1
    assert len(found) >= 3
    shuffled = random.Random(5).sample(traits, len(traits))
    assert events_among(shuffled) == found
