"""A noun phrase and the names in it come in; what its own words say goes out: the office, the name behind the noun."""

from dragoman.ontology.book import Book, Candidate
from dragoman.reading.names import Named
from dragoman.reading.phrases import Phrase
from dragoman.sentences import Sentence

_OF_STATES = frozenset(("adjective", "abbreviation", "name"))
_JOINING = frozenset(("body", "group"))
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


def owners_of(sentence: Sentence, names: Named, phrase: Phrase) -> list[tuple[int, int, Candidate]]:
    """The names that stand coordinated before the head of a phrase, each with its first and last token, in order: the
    states of "U.S. and Turkish troops", the bodies and groups of "NATO and Taliban envoys"."""
    found: dict[str, tuple[int, int, Candidate]] = {}
    for index in range(phrase.first, phrase.head):
        first, last, candidates = names.get(index, (0, 0, []))
        for candidate in candidates[:1]:
            is_state = candidate.kind == "state" and candidate.what in _OF_STATES and candidate.country is not None
            if is_state or (candidate.kind in _JOINING and _is_listed(sentence, first, last)):
                found.setdefault(candidate.actor or candidate.country or "", (first, last, candidate))
    words = {token.lemma for token in sentence.tokens[phrase.first : phrase.head]}
    return list(found.values()) if words & {"and", ",", "or"} else []


def _is_listed(sentence: Sentence, first: int, last: int) -> bool:
    """True for a name that an "and" or a comma joins to another."""
    tokens = sentence.tokens[first : last + 1]
    return any(token.relation == "conj" or sentence.dependents(token.index, "conj") for token in tokens)


def is_manner(sentence: Sentence, word: int) -> bool:
    """True for the last word of "in-person" and "in-house", which are nobody."""
    tokens = sentence.tokens
    return word >= 2 and tokens[word - 1].text == "-" and tokens[word - 2].text.lower() == "in"


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
