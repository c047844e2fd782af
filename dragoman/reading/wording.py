"""A noun phrase and the names in it come in; what its own words say goes out: the office, the name behind the noun."""

from dragoman.ontology.book import Book, Candidate
from dragoman.reading.names import Named
from dragoman.reading.phrases import Phrase
from dragoman.sentences import Sentence

_OF_STATES = frozenset(("adjective", "abbreviation", "name"))
_DEFINITE = frozenset(("the", "this", "that", "these", "both"))
# Words by which an office is somebody else's than whoever held it before in the text.
_CHANGING = frozenset("acting another former future incoming new next".split())


def asked_of(sentence: Sentence, text: str, phrase: Phrase, plain: set[int]) -> str:
    """The phrase as the book is asked for it: the words that are no names here, told by where they begin, are written
    small ("christian pastor Saeed Abedini")."""
    asked = phrase.text(sentence, text)
    start = sentence.tokens[phrase.first].start
    for token in sentence.tokens[phrase.first : phrase.last + 1]:
        if token.start in plain:
            here, end = token.start - start, token.end - start
            asked = asked[:here] + asked[here:end].lower() + asked[end:]
    return asked


def states_of(sentence: Sentence, names: Named, phrase: Phrase) -> list[str]:
    """Countries whose adjectives or short names stand coordinated in a phrase, in order: "U.S. and Turkish"."""
    found: dict[str, None] = {}
    for index in range(phrase.first, phrase.head):
        for candidate in names[index][2][:1] if index in names else ():
            if candidate.what in _OF_STATES and candidate.kind == "state" and candidate.country:
                found[candidate.country] = None
    words = {token.lemma for token in sentence.tokens[phrase.first : phrase.head]}
    return list(found) if words & {"and", ",", "or"} else []


def office_of(sentence: Sentence, book: Book, head: int, span: tuple[int, int]) -> str:
    """The words of the office that one person has by a phrase: "king" of "King Felipe VI"; "" where it names none."""
    tokens = sentence.tokens[span[0] : span[1] + 1]
    if sentence.tokens[head].has("Number=Plur") or any(each.text.lower() in _CHANGING for each in tokens):
        return ""
    named = next((place for place, token in enumerate(tokens) if token.entity == "B-person"), len(tokens))
    role = book.role([token.text for token in tokens[:named]]) if named else None
    return role.words if role is not None and role.kind == "person" and not role.gives_way else ""


def name_behind(sentence: Sentence, names: Named, phrase: Phrase) -> tuple[int, int, Candidate] | None:
    """The name that ends a phrase behind its noun, with its first and last token: "oil and gas company [BP]"."""
    entry = names.get(phrase.last)
    if entry is None or entry[0] <= phrase.head or sentence.tokens[phrase.head].upos != "NOUN":
        return None
    return (*entry[:2], entry[2][0]) if entry[2][0].kind != "person" else None


def name_in(sentence: Sentence, text: str, phrase: Phrase) -> str:
    """The name in a person's phrase: "Usman Khan" of "28-year-old Usman Khan", "Interior Ryan Zinke"."""
    tokens = sentence.tokens[phrase.first : phrase.last + 1]
    named = [token for token in tokens[:-1] if token.entity == "B-person"]
    first = next((token for token in (*named, *tokens) if token.upos == "PROPN"), tokens[0])
    return text[first.start : tokens[-1].end]


def is_others_surname(sentence: Sentence, book: Book, names: Named, phrase: Phrase, span: tuple[int, int]) -> bool:
    """True if the surname at a span, which the book knows, is part of a longer name: "Imran Khan" is not Karim Khan."""
    tokens = sentence.tokens
    return any(
        tokens[index].upos == "PROPN" and index not in names and book.role(tokens[index].text) is None
        for index in range(phrase.first, phrase.last + 1)
        if not span[0] <= index <= span[1]
    )


def is_definite(sentence: Sentence, head: int) -> bool:
    """True for "the minister" and "these rebels"."""
    return any(token.lemma.lower() in _DEFINITE for token in sentence.dependents(head, "det"))
