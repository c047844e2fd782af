"""Names that mislead: what the book reads in a text, and what it leaves alone."""

from datetime import date

import pytest

from dragoman.ontology.book import Book

BOOK = Book.load()


def read(text: str, on: date | None = None, **more: str) -> list[tuple[str, str]]:
    """The names found, each with whom it most likely means (a place by its country), people left out."""
    return [
        (hit.text, hit.candidates[0].actor or f"place:{hit.candidates[0].country}")
        for hit in BOOK.find(text, on, **more)
        if hit.candidates[0].kind != "person"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Niger, Nigeria, Niger State
        ("Niger and Nigeria closed the border.", [("Niger", "NER"), ("Nigeria", "NGA")]),
        ("The governor of Niger State fled.", [("Niger State", "place:NGA")]),
        ("Nigerien and Nigerian troops met.", [("Nigerien", "NER"), ("Nigerian", "NGA")]),
        # Guinea, four times
        (
            "Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea voted.",
            [("Guinea", "GIN"), ("Guinea-Bissau", "GNB"), ("Equatorial Guinea", "GNQ"), ("Papua New Guinea", "PNG")],
        ),
        ("They kept a guinea pig.", []),
        # Congo, twice
        ("The Congolese army left Goma.", [("Congolese", "COD"), ("Goma", "place:COD")]),
        ("Congo's Sassou Nguesso spoke in Brazzaville.", [("Congo", "COG"), ("Brazzaville", "COG")]),
        ("Congo-Brazzaville signed.", [("Congo-Brazzaville", "COG")]),
        ("DR Congo signed.", [("DR Congo", "COD")]),
        # Georgia: the state, the state of the United States
        ("Georgia held talks with Russia.", [("Georgia", "GEO"), ("Russia", "RUS")]),
        # Chad, Jordan, Turkey, Mali as words and given names
        ("Chad Wolf resigned.", []),
        ("Chad closed its border.", [("Chad", "TCD")]),
        ("Troops withdrew from Lake Chad.", [("Lake Chad", "place:None")]),
        ("Michael Jordan met no one.", []),
        ("Jordan King Abdullah met no one.", [("Jordan", "JOR")]),
        ("They had turkey for dinner.", []),
        ("Turkey summoned the envoy.", [("Turkey", "TUR")]),
        ("Mali Obomsawin sang.", []),
        ("Mali expelled the envoy.", [("Mali", "MLI")]),
        # towns with small words within their names
        ("Talks opened in Sharm el-Sheikh.", [("Sharm el-Sheikh", "place:EGY")]),
        ("Shells fell on Deir ez-Zor and Deir al-Balah.", [("Deir ez-Zor", "place:SYR"), ("Deir al-Balah", "place:PSE")]),
        ("Refugees left Cox's Bazar.", [("Cox's Bazar", "place:BGD")]),
        ("Leaders met in Rio de Janeiro and Ciudad del Este.", [("Rio de Janeiro", "place:BRA"), ("Ciudad del Este", "place:PRY")]),
        ("The rio de janeiro of the ciudad del este.", []),
        # towns whose names are common in others
        ("Thames Valley Police met the Democratic Alliance.", []),
        ("The Air Force tracked Hurricane Irma.", []),
        ("They landed in The Valley, Anguilla.", [("The Valley", "place:AIA"), ("Anguilla", "AIA")]),
        # Dominica, Dominican
        ("Dominica signed.", [("Dominica", "DMA")]),
        ("The Dominican president signed.", [("Dominican", "DOM")]),
        ("A Dominican friar signed.", []),
        # Korea, twice
        ("North Korea fired; South Korea protested.", [("North Korea", "PRK"), ("South Korea", "KOR")]),
        ("Korea's leader spoke in Pyongyang.", [("Korea", "PRK"), ("Pyongyang", "PRK")]),
        # Sudan, South Sudan; Macedonia
        ("South Sudan and Sudan agreed.", [("South Sudan", "SSD"), ("Sudan", "SDN")]),
        ("Macedonia changed its name.", [("Macedonia", "MKD")]),
        # Washington: the government, the man, the paper's town
        ("Washington imposed sanctions.", [("Washington", "USA")]),
        ("George Washington crossed the river.", []),
        ("Washington State sued.", [("Washington State", "place:USA")]),
        ("The Kremlin denied it.", [("Kremlin", "RUS")]),
        ("Granada is not Grenada.", [("Granada", "place:ESP"), ("Grenada", "GRD")]),
        ("The Turks advanced.", [("Turks", "TUR")]),
        ("Turks and Caicos voted.", [("Turks and Caicos", "TCA")]),
        ("Latin American leaders met.", [("Latin American", "place:None")]),
        ("The American ambassador left.", [("American", "USA")]),
        ("The ambassador left.", []),
        # letters of another alphabet that look the same, soft hyphens, curly quotes, accents apart from their letters
        ("\u041c\u0430li and Russia agreed.", [("\u041c\u0430li", "MLI"), ("Russia", "RUS")]),
        ("Bur\u00adkina Faso agreed.", [("Bur\u00adkina Faso", "BFA")]),
        ("Côte d’Ivoire agreed.", [("Côte d’Ivoire", "CIV")]),
        ("Co\u0302te d'Ivoire agreed.", [("Co\u0302te d'Ivoire", "CIV")]),
        # short words and capitals
        ("The US told us.", [("US", "USA")]),
        ("The WHO asked who it is.", [("WHO", "WHO")]),
        ("Nato and Ecowas met the AU.", [("Nato", "NATO"), ("Ecowas", "ECOWAS"), ("AU", "AU")]),
        ("U.S. and U.K. officials met.", [("U.S.", "USA"), ("U.K.", "GBR")]),
        ("OPEC and OPEC+ met.", [("OPEC", "OPEC"), ("OPEC+", "OPEC_PLUS")]),
        # texts and formats that bear a capital's name
        ("The Paris Agreement holds.", []),
        ("They signed in Guinea. Bissau was calm.", [("Guinea", "GIN"), ("Bissau", "GNB")]),
    ],
)  # fmt: skip
def test_names_that_mislead(text: str, found: list[tuple[str, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "around", "meant"),
    [
        ("Georgia voted.", "Georgia voted. Kemp won in Atlanta.", "place:USA"),
        ("Georgia voted.", "Georgia voted. Tbilisi was calm.", "GEO"),
        ("Congo mourned.", "Congo mourned. In Brazzaville flags flew.", "COG"),
        ("Congo mourned.", "Congo mourned. In Kinshasa flags flew.", "COD"),
    ],
)
def test_the_article_around_decides(text: str, around: str, meant: str) -> None:
    assert read(text, around=around)[0][1] == meant


def test_foreign_names_are_read_in_their_own_language_only() -> None:
    assert read("Dominique gagne.", language="fr")[0][1] == "DMA"
    assert read("Dominique won.") == []


def test_positions_are_those_of_the_text() -> None:
    text = "On Monday Mali's junta met the U.S. envoy."
    assert [text[hit.start : hit.end] for hit in BOOK.find(text)] == ["Mali", "U.S."]


@pytest.mark.parametrize("text", ["", " ", "😀😀", "\u202e\u202d", "'''", "..", "x" * 100_000, "'" * 5000, "A." * 5000])
def test_no_text_is_too_odd(text: str) -> None:
    assert BOOK.find(text) == []
    assert BOOK.resolve(text).is_silent
