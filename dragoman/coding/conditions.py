"""Whether an entry of the lexicon fits a word where it stands: its other words, its companions, its classes."""

from collections.abc import Iterable, Mapping, Sequence

from dragoman.coding.arguments import QUANTITIES, Slots
from dragoman.coding.lexicon import Act, Entry, Lexicon
from dragoman.sentences import Mention, MentionKind, Sentence, Token

Mentions = Mapping[int, Sequence[Mention]]

_KINDS = {
    "STATE": (MentionKind.STATE,),
    "BODY": (MentionKind.BODY,),
    "GROUP": (MentionKind.GROUP,),
    "PERSON": (MentionKind.PERSON,),
    "PLACE": (MentionKind.PLACE,),
}
_SECTORS = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "OPP", "REB", "CVL"))


def is_of_class(sentence: Sentence, index: int, names: Iterable[str], mentions: Mentions, lexicon: Lexicon) -> bool:
    """True if the word is one of the lemmas, or belongs to one of the classes, that are named.

    A name is also what its title says ("Ambassador John Bass" an ambassador), a quantity what it counts.
    """
    return any(_is_one_of(sentence, each, names, mentions, lexicon) for each in _stands_for(sentence, index))


def _stands_for(sentence: Sentence, index: int) -> Iterable[int]:
    """The word, the titles before a name, and what a quantity counts."""
    yield index
    token = sentence.tokens[index]
    if token.upos == "PROPN":
        for title in sentence.dependents(index, "nmod", "compound", "appos"):
            if title.index < index and not sentence.dependents(title.index, "case"):
                yield title.index
    elif token.lemma.lower() in QUANTITIES:
        for counted in sentence.dependents(index, "nmod"):
            if any(case.lemma == "of" for case in sentence.dependents(counted.index, "case")):
                yield counted.index


def _is_one_of(sentence: Sentence, index: int, names: Iterable[str], mentions: Mentions, lexicon: Lexicon) -> bool:
    token = sentence.tokens[index]
    here = mentions.get(index, ())
    for name in names:
        if name == "*":
            return True
        if not name.isupper():
            if name == token.lemma.lower() or (" " in name and _is_phrase(sentence, index, name)):
                return True
        elif lexicon.names_class(name):
            if token.lemma.lower() in lexicon.classes[name]:
                return True
        elif _is_computed(name, here):
            return True
    return False


def _is_computed(name: str, here: Sequence[Mention]) -> bool:
    if name == "STATE" and any(each.kind is MentionKind.PEOPLE and each.sector == "GOV" for each in here):
        return True  # the adjective of a state: "Russian support"
    if name in _KINDS:
        return any(mention.kind in _KINDS[name] for mention in here)
    if name in _SECTORS:
        return any(mention.sector == name for mention in here)
    if name == "ACTOR":
        return any(not mention.is_place for mention in here)
    return False


def _is_phrase(sentence: Sentence, index: int, words: str) -> bool:
    """True if these words end in the noun ("arms embargo") or, joined by "of", begin with it ("state of emergency")."""
    if " of " in words:
        size = words.count(" ") + 1
        return words == " ".join(token.lemma.lower() for token in sentence.tokens[index : index + size])
    return words in _phrase(sentence, index)


def _phrase(sentence: Sentence, index: int) -> str:
    """Lemmas of a noun with the modifiers before it, joined by blanks."""
    before = [token.index for token in sentence.dependents(index, "amod", "compound") if token.index < index]
    first = min(before, default=index)
    return " ".join(token.lemma.lower() for token in sentence.tokens[first : index + 1])


def words_fit(sentence: Sentence, index: int, entry: Entry, *, is_noun: bool) -> bool:
    """True if the entry's further words stand where they must (a particle after its verb, "joint" before …).

    They may be given as lemmas or as written ("working lunch", "join forces").
    """
    if not entry.rest:
        return True
    size = len(entry.rest)
    if not is_noun or set(entry.rest) & {"of", "for", "to", "in"}:
        if _read(sentence, index + 1, entry.rest):
            return True
        if is_noun:
            return False
    elif index >= size and _read(sentence, index - size, entry.rest):
        return True
    if is_noun:
        return set(entry.rest) <= _written(sentence.dependents(index, "amod", "compound", "nmod"))
    below = _written(token for token in sentence.dependents(index) if token.relation not in ("mark", "case"))
    for child in sentence.children[index]:
        below |= _written(sentence.dependents(child, "case", "fixed", "compound", "amod"))
    return set(entry.rest) <= below


def _read(sentence: Sentence, start: int, words: Sequence[str]) -> bool:
    """True if these words stand in a row from a place on, each as a lemma or as written."""
    here = sentence.tokens[start : start + len(words)]
    return len(here) == len(words) and all(
        word in (token.lemma.lower(), token.text.lower()) for word, token in zip(words, here, strict=True)
    )


def _written(tokens: Iterable[Token]) -> set[str]:
    return {word for token in tokens for word in (token.lemma.lower(), token.text.lower())}


def has_stray_particle(sentence: Sentence, index: int, entry: Entry) -> bool:
    """True if the verb has a particle that the entry does not know: "break off" is not "break"."""
    return any(token.lemma.lower() not in entry.rest for token in sentence.dependents(index, "compound:prt"))


def act_fits(sentence: Sentence, index: int, act: Act, slots: Slots, mentions: Mentions, lexicon: Lexicon) -> bool:
    """True if the companions that an act asks for are there and those that it bars are not."""

    def any_of(heads: Iterable[int], names: Iterable[str]) -> bool:
        return any(is_of_class(sentence, head, names, mentions, lexicon) for head in heads)

    is_noun = sentence.tokens[index].upos not in ("VERB", "AUX")
    if act.has_clause and not _has_infinitive(sentence, index):
        return False
    if act.is_finite and not is_noun and not _is_finite(sentence, index):
        return False
    objects = [*slots.get("obj", ()), *(slots.get("of", ()) if is_noun else ())]
    if is_noun:
        objects += slots.get("mod", ())
    if act.obj and not any_of(objects, act.obj):
        return False
    if act.not_obj and any_of(objects, act.not_obj):
        return False
    if act.subj and not any_of(slots.get("subj", ()), act.subj):
        return False
    if act.not_subj and any_of(slots.get("subj", ()), act.not_subj):
        return False
    if act.modifier and not _has_modifier(sentence, index, act, slots, mentions, lexicon):
        return False
    if any(any_of(slots.get(case, ()), names) for case, names in act.not_prep):
        return False
    return all(any_of(slots.get(case, ()), names) for case, names in act.prep)


def _has_infinitive(sentence: Sentence, verb: int) -> bool:
    """True if the word has an infinitive as complement ("told him to leave", not "told TASS that …")."""
    return any(
        any(mark.lemma == "to" for mark in sentence.dependents(token.index, "mark"))
        or (token.xpos == "VB" and bool(sentence.dependents(token.index, "mark")))
        for token in sentence.dependents(verb, "xcomp", "ccomp", "advcl", "acl")
    )


def _is_finite(sentence: Sentence, verb: int) -> bool:
    """True for a verb that asserts: not an infinitive or gerund that some other word is about ("aims to deepen")."""
    token = sentence.tokens[verb]
    if token.xpos in ("VBD", "VBZ", "VBP"):
        return True
    return bool(sentence.dependents(verb, "aux", "aux:pass")) or (
        token.relation == "conj" and _is_finite(sentence, token.head)
    )


def _has_modifier(sentence: Sentence, index: int, act: Act, slots: Slots, mentions: Mentions, lexicon: Lexicon) -> bool:
    nouns = [index] if sentence.tokens[index].upos not in ("VERB", "AUX") else list(slots.get("obj", ()))
    return any(
        is_of_class(sentence, token.index, act.modifier, mentions, lexicon)
        for noun in nouns
        for token in sentence.dependents(noun, "amod", "compound", "nmod", "advmod")
    )
