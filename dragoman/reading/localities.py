"""A noun phrase comes in; the place that it names goes out, whether the book knows it or not."""

from collections.abc import Container

from dragoman.ontology.localities import SETTLED
from dragoman.reading.phrases import Phrase
from dragoman.sentences import Mention, MentionKind, Sentence

# Prepositions before the name of where something is; "from" and "to" tell of a way as often.
_AT = frozenset(("in", "at", "near", "outside", "around", "inside", "across"))
# Which part of a town: it makes a place of a capital that may stand for its state.
_PARTS = frozenset("downtown uptown central suburban inner greater old eastern western northern southern".split())


def is_part_of_town(sentence: Sentence, first: int, phrase: Phrase) -> bool:
    """True for a town's name after words that tell which part of it: "downtown [Caracas]"."""
    words = [token.lemma.lower() for token in sentence.tokens[phrase.first : first]]
    return bool(words) and all(word in _PARTS for word in words)


def unknown_place(sentence: Sentence, phrase: Phrase, text: str, known: Container[int]) -> Mention | None:
    """A place that the book does not know: a name that the reader takes for one, where a place is told.

    `known` are the words of names that it knows. Its country stays open; what stands beside it may tell
    (`dragoman.coding.places`).
    """
    tokens, head = sentence.tokens, phrase.head
    is_name = tokens[head].entity.endswith("place") and tokens[head].upos == "PROPN"
    if not is_name or tokens[head].relation == "compound" or not _is_where(sentence, head):
        return None
    first = last = head
    while first > phrase.first and tokens[first].entity == "I-place":
        first -= 1
    while last < phrase.last and tokens[last + 1].entity == "I-place":
        last += 1
    if any(index in known for index in range(first, last + 1)):
        return None
    start, end = tokens[first].start, tokens[last].end
    return Mention(
        start, end, (first, last), phrase.head, text[start:end], MentionKind.PLACE,
        is_place=True, can_be_place=True, is_listed=False, place=text[start:end],
    )  # fmt: skip


def _is_where(sentence: Sentence, head: int) -> bool:
    """True for what stands after a preposition of place, in a list after one, or names what is settled."""
    token = sentence.tokens[head]
    while token.relation == "conj" and token.head >= 0:
        token = sentence.tokens[token.head]
    cases = {each.lemma.lower() for each in sentence.dependents(token.index, "case")}
    if cases & _AT:
        return True
    is_named = cases == {"of"} or token.relation in ("appos", "flat", "compound")
    return is_named and token.head >= 0 and sentence.tokens[token.head].lemma.lower() in SETTLED
