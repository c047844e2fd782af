"""The areas of cooperation or conflict in which an act lies, by the words that stand below it in the tree."""

from collections.abc import Iterator, Mapping
from functools import cache

from dragoman.sentences import Sentence

_OTHER_ACTS = frozenset(("conj", "parataxis", "advcl", "ccomp"))
Areas = Mapping[str, tuple[str, ...]]


def contexts_of(sentence: Sentence, carrier: int, areas: Areas) -> Iterator[tuple[str, int, int]]:
    """Areas whose words occur among an act's own, in the lexicon's order, each with its first and last token."""
    own = sorted(_own_words(sentence, carrier))
    lemmas = [sentence.tokens[index].lemma.lower() for index in own]
    present = set(lemmas)
    for name, signs in areas.items():
        for words in map(_words, signs):
            if words[0] not in present:
                continue
            place = next((i for i in range(len(own)) if lemmas[i : i + len(words)] == words), None)
            if place is not None:
                yield name, own[place], own[place + len(words) - 1]
                break


@cache
def _words(sign: str) -> list[str]:
    return sign.split()


def _own_words(sentence: Sentence, index: int) -> Iterator[int]:
    """A word and what stands below it, without clauses that tell of another act."""
    yield index
    for child in sentence.children[index]:
        token = sentence.tokens[child]
        if token.upos == "VERB" and (token.relation in _OTHER_ACTS or token.deprel == "acl:relcl"):
            continue
        if token.upos == "PROPN" and not token.text.islower() and token.relation in ("compound", "flat"):
            continue  # part of a name: "Foreign Trade Bank" is not trade
        yield from _own_words(sentence, child)
