"""Numbers of dead and injured: one sentence a row, and every count that it states; then the traps, which state none."""

from functools import cache

import pytest

from dragoman.coding.casualties import counts_of
from dragoman.coding.quantities import quantities_of
from dragoman.reading.article import Reader
from dragoman.record import Article


@cache
def reader() -> Reader:
    return Reader.load()


def counts(text: str) -> str:
    read = reader().read(Article("a", text))
    return " ".join(
        f"{each.fate[0]}{'~' if each.is_approximate else ''}{each.low}"
        + ("+" if each.high is None else "" if each.high == each.low else f"-{each.high}")
        for sentence in read.sentences
        for each in counts_of(sentence.sentence)
    )


STATED = [
    ("Gunmen attacked the market, killing at least 12 people and wounding some 30.", "d12+ i~30"),
    ("The attack left 12 dead.", "d12"),
    ("Dozens were killed in the raid.", "d24+"),
    ("Between 10 and 15 soldiers died in the ambush.", "d10-15"),
    ("The bombing killed up to 40 people.", "d1-40"),
    ("The bombing killed more than 100 people.", "d100+"),
    ("Two soldiers were killed and four injured.", "d2 i4"),
    ("A dozen people were killed in the shelling.", "d12"),
    ("At least one person was killed in Kharkiv.", "d1+"),
    ("The raid caused no casualties.", "d0 i0"),
    ("No one was killed in the strike.", "d0"),
    ("Nobody was injured in the strike.", "i0"),
    ("Hundreds of villagers were massacred.", "d200+"),
    ("Rebels killed 1,200 soldiers.", "d1200"),
    ("Thirty-four insurgents were killed.", "d34"),
    ("Militants killed twenty-one villagers in Solhan.", "d21"),
    ("One hundred and sixty villagers were killed.", "d160"),
    ("Tens of thousands of people were killed.", "d20000+"),
    ("Scores of people were wounded.", "i40+"),
    ("About 30 people were wounded.", "i~30"),
    ("Nearly 50 people died in the attack.", "d~50"),
    ("Fewer than ten soldiers were killed.", "d1-9"),
    ("As many as 100 people were injured.", "i1-100"),
    ("Three or four gunmen were killed.", "d3-4"),
    ("A woman was killed and 17 other people were injured.", "d1 i17"),
    ("Three people were killed and another was injured.", "d3 i1"),
    ("At least 12 soldiers and two civilians were killed.", "d14+"),
    ("Five people, including a child, were killed.", "d5"),
    ("Militants killed 26 people in two villages on Lake Chad.", "d26"),
    ("The death toll rose to 74.", "d74"),
    ("The clash resulted in the deaths of 12 soldiers.", "d12"),
    ("The army said that it had killed 15 rebels.", "d15"),
    ("A strike that killed six peacekeepers was condemned.", "d6"),
    ("Six people were shot dead in Bamako.", "d6"),
    ("20 or more people were killed.", "d20+"),
    ("A soldier was killed 12 days ago.", "d1"),
    ("Some 300 people were hurt.", "i~300"),
]
TRAPS = [
    "The soldier was killed 12 days ago.",
    "The minister, 45, was killed in Kabul.",
    "The president was killed in 1963.",
    "The army did not kill 12 civilians.",
    "The strike would kill 100 people.",
    "The drone could have killed 20 people.",
    "Rebels threatened to kill 12 hostages.",
    "He planned to kill 30 people.",
    "If 12 people are killed, the army will answer.",
    "More than 14,000 people have been killed since 2014.",
    "Over the past year, 300 people were killed.",
    "The attack killed and injured 12 people.",
    "The army killed 12 cows.",
    "The strike killed several people.",
    "Many people were injured.",
    "Five foreign students were among the dead.",
    "The killed soldier was buried on 12 May.",
    "12 people were arrested and 30 detained.",
    "The general was killed with a $30 drone.",
    "About 40 tanks were destroyed.",
    "The minister met 12 ambassadors.",
    "President Obama was not hurt.",
    "Two years after the attack, the commander was killed.",
    "The commander who led 500 men was killed.",
    "Nigeria deployed 300 soldiers.",
    "The death of the president was mourned for three days.",
    "Reports that five soldiers were killed were denied.",
    "Attacks must stop before 100 more people are wounded.",
    "Police fear that 20 people may be dead.",
    "The army vowed to kill 100 rebels.",
    "The casualties were counted by 12 officers.",
    "Rockets hit two houses and killed a cow.",
    "France won 12 matches and Messi was injured.",
    "He was hurt by 10% tariffs.",
    "The drug kills 99% of bacteria.",
    "Twelve ministers said that Iran kills protesters.",
]


@pytest.mark.parametrize(("text", "expected"), STATED, ids=[text[:50] for text, _ in STATED])
def test_counts_that_a_sentence_states(text, expected):
    assert counts(text) == expected


@pytest.mark.parametrize("text", TRAPS, ids=[text[:50] for text in TRAPS])
def test_what_states_no_count(text):
    assert counts(text) == ""


def test_numbers_are_found_whole_with_their_bounds():
    sentence = reader().read(Article("a", "At least 1,200 of the two dozen came, 12-year-olds too.")).sentences[0]
    assert [(each.low, each.high) for each in quantities_of(sentence.sentence)] == [(1200, None), (24, 24)]
