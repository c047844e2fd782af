"""Whose the people of a text are: the words of a mention and the actor that they are read as."""

from datetime import date
from functools import cache

import pytest

from dragoman.reading.article import Reader
from dragoman.record import Article
from dragoman.sentences import MentionKind


@cache
def reader() -> Reader:
    return Reader.load()


def codes_of(text: str, words: str) -> set[str | None]:
    """The actors of the last mention that ends with these words."""
    read = reader().read(Article("a", text, published_on=date(2025, 3, 31)))
    found = [each for sentence in read.sentences for each in sentence.mentions]
    ends = [each for each in found if text[: each.end].endswith(words)]
    last = max(each.end for each in ends)
    return {each.code for each in ends if each.end == last}


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        # a surname repeats whoever bore it before, in the same sentence too
        ("Spain jailed Russian banker Ivan Petrenko, after Petrenko was sanctioned by Latvia.", "Petrenko", {"RUS"}),
        # and one that the text introduced with another first name is not the book's
        ("On Friday, 28-year-old Usman Khan stabbed people in London. Police shot Khan.", "Khan", {None}),
        ("Imran Khan went to London. Police met Khan.", "Khan", {"PAK"}),
        ("Police met Khan.", "Khan", {"PAK"}),
        # a noun repeats whoever it was said of before
        ("Chad and Kenya blamed the Syrian government because the government used gas.", "the government", {"SYR"}),
        ("Kenya met the Syrian foreign minister. The minister then left for Chad.", "The minister", {"SYR"}),
        ("Chad says that the government used gas.", "the government", {"TCD"}),
        # one is none of many
        ("Ghana's president says that Hamas fighters seized his brother.", "his", {"GHA"}),
        # what an act answers is another's
        ("The UN approves sanctions on North Korea in response to its recent nuclear test.", "its", {"PRK"}),
        ("Iran closes its embassy.", "its", {"IRN"}),
        # fighters of a group, and those from a state
        ("Fighters from Boko Haram attacked a village.", "Fighters", {"BOKO_HARAM"}),
        ("Rebels from Chad attacked a village.", "Rebels", {"TCD"}),
        ("Rebels attacked a village in Chad.", "Rebels", {None}),
        # a name after its title
        (
            "The Indian ambassador to Qatar Dr. Deepak Mittal meets with Taliban leaders in Doha.",
            "Deepak Mittal",
            {"IND"},
        ),
        ("Lavrov, the Russian foreign minister, met the emir.", "Lavrov", {"RUS"}),
        ("U.S. Vice President Kamala Harris spoke, with Harris calling it despicable.", "Harris", {"USA"}),
        # a name within a longer one, or that the words around make another's
        ("The House of the National Assembly of the Republic of Serbia voted.", "Assembly", {"SRB"}),
        ("The Portuguese Assembly of the Republic voted.", "Assembly", {"PRT"}),
        ("Trump calls Georgia governor Brian Kemp.", "governor", {"USA"}),
        # several states by adjectives, short and long names
        ("U.S. and Turkish troops left.", "Turkish troops", {"USA", "TUR"}),
        ("Rwandan and Central African Republic governments met.", "governments", {"RWA", "CAF"}),
        ("NATO and EU leaders met.", "EU leaders", {"NATO", "EU"}),
        ("Senior US and Taliban negotiators met in Doha.", "negotiators", {"USA", "TALIBAN"}),
        ("Human rights groups and armed groups in Mali spoke.", "armed groups", {None}),
        # companies and branches of a state's forces are coded by their state, those that fight by themselves
        ("The EU sanctioned Sberbank.", "Sberbank", {"RUS"}),
        ("The IRGC fired on a ship.", "IRGC", {"IRN"}),
        ("The EU sanctioned the Wagner Group.", "Wagner Group", {"WAGNER"}),
        # letters that the text explains otherwise than the book
        ("The National Telecommunications Commission (NTC) met. Officials of the NTC left.", "Officials", {None}),
        ("The Economic Community of West African States (ECOWAS) met. ECOWAS left.", "ECOWAS", {"ECOWAS"}),
        # those who left office long ago, people without one, and what goes on behind "of them"
        ("Tony Blair met George W. Bush.", "George W. Bush", {"USA"}),
        ("Critics spoke of Alexander Litvinenko.", "Alexander Litvinenko", {"RUS"}),
        ("The IAEA says strikes killed 32 civilians, half of them women.", "32 civilians", {None}),
        ("Palestinian rioters set fire to Joseph's Tomb after Kim met Trump.", "Kim", {"PRK"}),
        # others to whom the same is done
        ("Gunmen killed a UN peacekeeper and injured four others.", "peacekeeper", {"UN"}),
        # a town in a person's name is none, nor is what that person is called later
        ("The Brazilian judge Sérgio Moro resigned. Police questioned Moro on Monday.", "Moro", {"BRA"}),
        # the name behind a noun that could mean somebody named before
        ("Chad fights the militant group Boko Haram.", "Haram", {"BOKO_HARAM"}),
        ("The global oil and gas company BP left Chad.", "BP", {"GBR"}),
        # an office is of whoever was introduced with it
        (
            "Slovakia's Prime Minister Robert Fico met the prime ministers of Chad and France. The Prime Minister fell ill.",
            "The Prime Minister",
            {"SVK"},
        ),
        # a town in what a comma puts behind it
        ("Troops arrived in Kant, Kyrgyzstan.", "Kant", {"KGZ"}),
        ("Troops arrived in Cambridge, Massachusetts.", "Cambridge", {"USA"}),
        # what a longer name has at its end
        ("Japan's ruling Liberal Democratic Party met.", "Party", {"JPN"}),
        ("Chad's National Security Council met.", "Council", {"TCD"}),
        ("Canada's foreign minister spoke to the House of Commons.", "Commons", {"CAN"}),
        ("Troops seized the mayor of Melitopol Ivan Fedorov.", "Melitopol", {"UKR"}),
        # a capital has namesakes in what an article speaks of, and is none of them
        ("The United States expelled 35 diplomats. The answer of Moscow came at night.", "Moscow", {"RUS"}),
        ("U.S. troops left. Later a bridge fell in Moscow, Idaho.", "Moscow", {"USA"}),
        # a state or body by one word of its name
        ("North Korea met South Korea. The envoy of the North left.", "the North", {"PRK"}),
        ("North Korea met South Korea. Soldiers of the South left.", "the South", {"KOR"}),
        ("The UN Security Council met on Chad. Envoys left. The Council spoke.", "The Council", {"UN"}),
        ("Chad fears raids in the North.", "the North", {None}),
        ("Seoul called. North Korean guns fired. The envoy of the South left.", "the South", {"KOR"}),
        ("North Korea fired a missile. The South condemned it.", "The South", {"KOR"}),
        ("Foreign ministers of the North Atlantic alliance met.", "Foreign ministers", {"NATO"}),
        # whatever governs is of where it sits
        ("Azerbaijan shelled a village, the defence ministry in Yerevan said.", "defence ministry", {"ARM"}),
        # of an article on one state the government is that one's, whoever speaks of it
        (
            "Mali holds a vote. Malian troops guard Bamako. Malians queue. France thanked the army for its calm.",
            "the army",
            {"MLI"},
        ),
        ("France thanked the army for its calm.", "the army", {"FRA"}),
    ],
)
def test_who_words_mean(text: str, words: str, codes: set[str | None]) -> None:
    assert codes_of(text, words) == codes


@pytest.mark.parametrize(
    "text",
    ["Police shot George Floyd.", "He assaulted Neka Dorokashvili.", "Thames Valley Police detained a man.",
     "Officials of the Air Resources Board met."],
)  # fmt: skip
def test_no_town_is_read_in_other_names(text: str) -> None:
    read = reader().read(Article("a", text, published_on=date(2025, 3, 31)))
    assert not [each.text for sentence in read.sentences for each in sentence.mentions if each.country]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Thousands protest in Paris.", "Thousands"),
        ("Hundreds of thousands filled the square.", "Hundreds of thousands"),
        ("Dozens are arrested in Minsk.", "Dozens"),
        ("More than 1,000 were detained.", "More than 1,000"),
        ("The town was shelled, killing at least fifteen.", "at least fifteen"),
        # things are counted too, and people who have a noun of their own
        ("Five were sold at an auction.", None),
        ("Thousands of homes lost power.", None),
        ("He scored 20 on Friday.", None),
    ],
)
def test_people_are_told_by_their_number(text: str, people: str | None) -> None:
    read = reader().read(Article("a", text, published_on=date(2025, 3, 31)))
    found = [each for each in read.sentences[0].mentions if each.kind is MentionKind.PEOPLE]
    assert [(each.text, each.sector, each.code) for each in found] == ([(people, "CVL", None)] if people else [])


def test_nobody_is_read_in_the_manner_of_talks() -> None:
    read = reader().read(Article("a", "In-person talks between Mali and a person from Niger began."))
    (person,) = (each for each in read.sentences[0].mentions if "person" in each.text.lower())
    assert person.start == read.text.index("person from")


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("North Korean leader Kim Jong-un met the delegation.", "Kim Jong-un"),
        ("Yemen's al-Qaeda leader Qasim al-Raymi met the delegation.", "Qasim al-Raymi"),
        ("European Commission President Jean-Claude Juncker met the delegation.", "Jean-Claude Juncker"),
        ("The Russian tanker Renda met the delegation.", "Renda"),
        ("Prime Minister Theresa May met the delegation.", "Theresa May"),
        ("Christian pastor Saeed Abedini met the delegation.", "Saeed Abedini"),
        ("The Vice President of Chad, Secretary of the Interior Usman Kalo, met the delegation.", "Usman Kalo"),
    ],
)
def test_whose_name_it_is(text: str, person: str) -> None:
    read = reader().read(Article("a", text, published_on=date(2018, 3, 31)))
    assert [each.person for each in read.sentences[0].mentions if each.person] == [person]


@pytest.mark.parametrize(
    "text",
    ["Talks are due in May.", "He left on May 22 and came back by 3 June.", "The Roman Catholic bishop of an NGO prayed.",
     "She met an Olympic champion.", "The Superior Electoral Court met.", "The Kyoto Protocol holds.", "National Day and Public Health Week began.", "World War III began.", "They reject a peace plan."],
)  # fmt: skip
def test_words_written_as_names(text: str) -> None:
    read = reader().read(Article("a", text, published_on=date(2018, 3, 31)))
    assert not [each.text for sentence in read.sentences for each in sentence.mentions if each.country or each.person]
