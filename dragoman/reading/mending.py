"""Parsed words come in; they go out with three slips mended that the parser makes.

- A name beside its title. In one sentence of forty "Danish ambassador Ole Olsen" is read as two objects of one verb.
  The name is then nobody's and whoever is joined to it by "and" is lost: it belongs under the title.
- A day inside what is said, though it stands before "that": in "said on Sunday that France will leave by May", Sunday
  is when it was said.
- What a name is said to leave, hung on the name: in "the withdrawal of Mali from ECOWAS", "from ECOWAS" is the
  withdrawal's.
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
    for token in list(words):
        owner = _sayer_of(token, words) if token.deprel in ("obl", "advmod") else None
        if owner is None and token.deprel == "nmod":
            owner = _left_of(token, words)
        if owner is not None:
            words[token.index] = replace(token, head=owner)
    return words


def _sayer_of(token: Token, words: Sequence[Token]) -> int | None:
    """The verb of saying that a phrase before "that" belongs to, where the parser has it in what is said."""
    clause = words[token.head]
    if clause.deprel != "ccomp" or clause.head < 0 or not clause.head < token.index < clause.index:
        return None
    marks = [each for each in words if each.deprel == "mark" and each.head == clause.index]
    is_before = any(each.lemma == "that" and each.index > token.index for each in marks)
    return clause.head if is_before else None


def _left_of(token: Token, words: Sequence[Token]) -> int | None:
    """The noun that "from …" belongs to, where the parser has it on a name that is the noun's "of …"."""
    name = words[token.head]
    while name.deprel == "conj" and name.head >= 0:
        name = words[name.head]
    if name.upos != "PROPN" or name.deprel != "nmod" or not name.head < name.index < token.index:
        return None
    cases = {each.head: each.lemma for each in words if each.deprel == "case"}
    is_so = cases.get(token.index) == "from" and cases.get(name.index) == "of" and words[name.head].upos == "NOUN"
    return name.head if is_so else None


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
