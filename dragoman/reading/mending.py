"""Parsed words come in; they go out with the one slip mended that the parser often makes: a name beside its title.

In one sentence of forty "Danish ambassador Ole Olsen" is read as two objects of one verb. The name is then nobody's
and whoever is joined to it by "and" is lost: it belongs under the title.
"""

from collections.abc import Sequence
from dataclasses import replace

from dragoman.sentences import Token

_SIDES = frozenset(("obj", "nsubj", "nsubj:pass", "obl", "obl:agent", "iobj", "nmod", "nmod:poss", "conj"))
_OWN = frozenset(("case", "cc", "det"))


def mended(tokens: Sequence[Token]) -> list[Token]:
    """The words, each name that stands beside its title hung under it, and what was joined to the name to the title."""
    words = list(tokens)
    for token in tokens:
        title = words[token.index - 1] if token.index else None
        if title is None or not _is_apart(token, title, words):
            continue
        words[token.index] = replace(token, head=title.index, deprel="flat")
        for each in tokens:
            if each.head == token.index and each.deprel == "conj":
                words[each.index] = replace(words[each.index], head=title.index)
    return words


def _is_apart(name: Token, title: Token, words: Sequence[Token]) -> bool:
    """True for a name right after a noun that stands to the same word as the noun does, with nothing of its own."""
    return (
        name.upos == "PROPN"
        and title.upos in ("NOUN", "PROPN")
        and name.deprel == title.deprel
        and name.deprel in _SIDES
        and name.head == title.head >= 0
        and not any(each.head == name.index and each.deprel in _OWN for each in words)
    )
