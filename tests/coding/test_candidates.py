"""What the trained heads see of a candidate beyond its sentence: its part in other acts, how often it is named."""

from datetime import date
from functools import cache

import pytest

from dragoman.coding.belonging import HOME_COLUMNS, Act, bearers, home_columns, is_homeless
from dragoman.coding.candidates import PAIR_COLUMNS, Candidate, Scene
from dragoman.coding.rules import RuleCoder
from dragoman.reading.article import Reader
from dragoman.record import Article


@cache
def reader() -> Reader:
    return Reader.load()


def scene_of(text: str) -> Scene:
    read = reader().read(Article("a", text, published_on=date(2025, 3, 31)))
    rules = RuleCoder()
    return Scene.of(read, [list(rules.drafts(read, sentence)) for sentence in read.sentences])


def named(scene: Scene, code: str) -> Candidate:
    return next(each for near in scene.candidates for each in near if each.mention and each.mention.code == code)


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        # whoever condemns the attack condemns those who attacked
        ("Qatar condemned the Israeli attack on Gaza.", "ISR", "held ASSAULT actor"),
        ("Israeli jets attacked Lebanon. Qatar condemned the strike.", "ISR", "before ASSAULT actor"),
        ("Israeli jets attacked Lebanon. Qatar condemned the strike.", "LBN", "before ASSAULT recipient"),
        ("Egypt invited Turkey to talks and Qatar condemned Israel.", "EGY", "beside AGREE actor"),
        ("Qatar condemned the violence in Chad.", "QAT", "none"),
    ],
)
def test_the_part_of_a_candidate_in_another_act(text: str, code: str, expected: str) -> None:
    scene = scene_of(text)
    number = len(scene.candidates) - 1
    tokens = scene.article.sentences[number].sentence.tokens
    trigger = next(token.index for token in tokens if token.text == "condemned")
    assert scene.elsewhere(number, trigger, named(scene, code)) == expected


def test_how_often_an_actor_is_named() -> None:
    scene = scene_of("Mali expelled the French envoy. Mali recalled its own from Paris. Niger thanked Mali.")
    assert scene.often(named(scene, "MLI")).startswith(("3", "4"))
    assert scene.often(named(scene, "MLI")).endswith("most")
    assert scene.often(named(scene, "NER")) == "1"


def test_a_candidate_without_a_code_has_neither() -> None:
    scene = scene_of("Gunmen attacked a convoy near the border with Chad.")
    (gunmen,) = [each for each in scene.candidates[0] if each.mention and each.mention.text.lower() == "gunmen"]
    assert (scene.elsewhere(0, 1, gunmen), scene.often(gunmen)) == ("-", "-")


FAR = (
    "Qatar thanked Chad. Rain fell. Wells were dry. Rain fell on the coast. "
    "Benin signed an accord. Rain fell again. The sun rose. Turkey praised the accord. Later Turkey praised Mali."
)


def test_whom_no_sentence_near_names_is_a_candidate_by_the_mention_nearest() -> None:
    scene = scene_of(FAR)
    number = 4
    far = [each for each in scene.around(number) if not number - 2 <= each.sentence <= number + 1]
    assert [(each.mention and each.mention.code, each.sentence) for each in far] == [
        ("QAT", 0), ("TCD", 0), ("TUR", number + 3), ("MLI", number + 4),
    ]  # fmt: skip
    tokens = scene.article.sentences[number].sentence.tokens
    trigger = next(token.index for token in tokens if token.text == "signed")
    place = PAIR_COLUMNS.index("sentence")
    assert [scene.pair(number, trigger, each)[place] for each in far] == ["before", "before", "after", "after"]


def test_a_short_item_has_no_candidates_afar() -> None:
    scene = scene_of("Mali thanked Chad. Niger thanked Mali. Benin thanked Togo.")
    assert [each.sentence for each in scene.around(2)] == [2, 2, 1, 1, 0, 0]


def test_every_column_of_a_pair_and_of_a_home_has_a_name() -> None:
    scene = scene_of("Gunmen killed ten in Chad. Mali condemned the attack.")
    candidates = scene.around(1)
    assert {len(scene.pair(1, 1, each)) for each in candidates} == {len(PAIR_COLUMNS)}
    (gunmen,) = [each for each in scene.candidates[0] if each.mention and each.mention.text == "Gunmen"]
    rows = home_columns(scene, gunmen, bearers(scene), Act("ASSAULT", "actor", ()))
    assert {len(row) for row in rows} == {len(HOME_COLUMNS)}


def test_an_office_whose_state_no_word_names_is_homeless_and_names_none() -> None:
    scene = scene_of("Mali freed ten men. The court thanked the police of Niger.")
    court = next(each for each in scene.candidates[1] if each.mention and "court" in each.mention.text.lower())
    assert court.mention is not None
    assert (court.mention.country, court.mention.is_supposed, is_homeless(court)) == ("MLI", True, True)
    assert court not in bearers(scene)
    assert not is_homeless(named(scene, "NER"))
