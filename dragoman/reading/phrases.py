"""Noun phrases of a sentence: which words belong to the phrase that a head word carries."""

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.sentences import Sentence, Token

_INSIDE = frozenset(("amod", "compound", "flat", "nummod", "nmod:desc", "nmod:unmarked", "goeswith", "advmod", "punct"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
_PARTS_OF_NAME = frozenset(("flat", "goeswith"))
_LISTING = frozenset(("comprise", "comprising", "include", "including", "namely"))

QUANTITIES = frozenset(
    """dozen hundred thousand million score number group some part majority handful lot most many several member few
    couple pair crowd all both one two three four five six seven eight nine ten half rest remainder mass tens""".split()
)
"""Words that only count those named after "of": "dozens of fighters", "a group of senators"."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its head token and its first and last token, without determiner and preposition."""

    head: int
    first: int
    last: int

    def text(self, sentence: Sentence, article: str) -> str:
        """The phrase's words as the article has them."""
        return article[sentence.tokens[self.first].start : sentence.tokens[self.last].end]


def heads_of(sentence: Sentence) -> list[int]:
    """Head words of the sentence's noun phrases, left to right, pronouns and "the French" among them."""
    return [token.index for token in sentence.tokens if _is_head(sentence, token)]


def _is_head(sentence: Sentence, token: Token) -> bool:
    if token.relation in _PARTS_OF_NAME:
        return False
    if token.upos in _NOMINAL:
        return True
    if token.upos == "ADJ":  # "the French", and the adjective that names who acts: "Russian attack"
        return token.text[:1].isupper() or bool(sentence.dependents(token.index, "det"))
    # "the poor 20", "dozens" are nouns already; a number alone stands for people: "three were killed"
    return token.upos == "NUM" and token.relation in ("nsubj", "obj")


def phrase_of(sentence: Sentence, head: int) -> Phrase:
    """The phrase around a head word: what stands before it in its subtree, and a name that follows it."""
    first = last = head
    for token in sentence.dependents(head):
        if token.relation == "nmod" and token.deprel == "nmod:poss" and token.index < head:
            first = min(first, _start(sentence, token.index))
        elif token.relation in _INSIDE or token.deprel in _INSIDE:
            if token.relation == "punct" and not token.text.startswith("-"):
                continue
            first = min(first, _start(sentence, token.index))
            if token.relation in _PARTS_OF_NAME or token.relation == "compound":
                last = max(last, _end_of_name(sentence, token.index))
    return Phrase(head, _without_lead(sentence, first, head), _past_hyphens(sentence, _with_name(sentence, head, last)))


def _past_hyphens(sentence: Sentence, last: int) -> int:
    """Last token of a person's name that the tree ends at a hyphen: "Ri Yong[-ho]"."""
    tokens = sentence.tokens
    while (
        last + 2 < len(tokens)
        and tokens[last].entity.endswith("person")
        and tokens[last + 1].text == "-"
        and tokens[last].end == tokens[last + 1].start
        and tokens[last + 1].end == tokens[last + 2].start
        and tokens[last + 2].entity == "I-person"
    ):
        last += 2
    return last


def _with_name(sentence: Sentence, head: int, last: int) -> int:
    """Last token of the name that follows a title without a comma: "Prime Minister [of Israel] Benjamin Netanyahu"."""
    if not _hangs_on_noun(sentence, head):
        named = _person_after(sentence, head, last)
        if named != last:
            return named
    below = sentence.dependents(head, "nmod", "appos", "flat", "compound", "nmod:desc", "conj", "dep")
    for token in below:
        start = _start(sentence, token.index)
        if start != last + 1:
            continue
        cases = sentence.dependents(token.index, "case")
        if not cases and token.upos == "PROPN" and not sentence.dependents(token.index, "cc"):
            last = _end_of_name(sentence, token.index)
        elif cases and cases[0].lemma == "of" and not sentence.dependents(token.index, "conj"):
            # Only where a name follows: "the president of Russia" alone is read with what it belongs to.
            end = _end_of_name(sentence, token.index)
            if _person_after(sentence, head, end) != end:
                return _person_after(sentence, head, end)
            after = [t for t in (*below, *sentence.dependents(token.index)) if _start(sentence, t.index) == end + 1]
            names = [t for t in after if t.upos == "PROPN" and not sentence.dependents(t.index, "case", "cc")]
            if names:
                last = _end_of_name(sentence, names[0].index)
    return last


def _hangs_on_noun(sentence: Sentence, head: int) -> bool:
    """True for what belongs to a noun before it: the "State" of "Secretary of State"."""
    token = sentence.tokens[head]
    above = sentence.tokens[token.head] if token.head >= 0 else token
    return bool(sentence.dependents(head, "case")) and above.upos in ("NOUN", "PROPN") and above.index < head


def _person_after(sentence: Sentence, head: int, last: int) -> int:
    """Last token of a person's name that follows a title at once, whatever the tree makes of it; else `last`."""
    tokens = sentence.tokens
    if (
        last + 1 >= len(tokens)
        or tokens[last].entity.endswith(("person", "place"))
        or not tokens[last].text[:1].isupper()
    ):
        return last
    if tokens[last + 1].entity != "B-person" or tokens[last + 1].upos != "PROPN":
        return last
    end = last + 1
    while end + 1 < len(tokens) and tokens[end + 1].entity == "I-person":
        end += 1
    # Where the name governs the title, the phrase is the name's.
    return last if last < tokens[head].head <= end else end


def _end_of_name(sentence: Sentence, index: int) -> int:
    """Last token of a name, its flat parts and what stands between them included: "Qasim al-Raymi" to its end."""
    end = index
    for token in sentence.dependents(index, "flat", "compound", "goeswith", "nmod"):
        follows = end + 2 if sentence.tokens[min(end + 1, token.index)].text == "-" else end + 1
        is_next = _start(sentence, token.index) == follows and token.upos in ("PROPN", "NOUN")
        if is_next and not sentence.dependents(token.index, "case"):
            end = max(end, _end_of_name(sentence, token.index))
    return end


def _start(sentence: Sentence, index: int) -> int:
    """First token of a modifier's subtree, a clause or a quotation that is nested in it left out."""
    before = [child for child in sentence.children[index] if child < index]
    modifiers = [child for child in before if sentence.tokens[child].relation not in ("case", "cc", "punct")]
    return min([index, *(_start(sentence, child) for child in modifiers)])


def _without_lead(sentence: Sentence, first: int, head: int) -> int:
    while first < head and sentence.tokens[first].upos in ("DET", "PUNCT", "ADP", "CCONJ"):
        first += 1
    return first


def listed_under(sentence: Sentence, head: int) -> Iterator[int]:
    """The words that a sentence lists as members of whom it speaks: "ministers of the bloc, comprising [Mali] and
    [Niger]"."""
    of = [token.index for token in sentence.dependents(head, "nmod")]
    for noun in (head, *of):
        for token in sentence.dependents(noun, "nmod", "acl"):
            lists = {each.lemma.lower() for each in (token, *sentence.dependents(token.index, "case"))}
            if not lists & _LISTING:
                continue
            firsts = [token] if token.relation == "nmod" else sentence.dependents(token.index, "obj")
            for first in firsts:
                yield from (each.index for each in (first, *sentence.dependents(first.index, "conj")))
