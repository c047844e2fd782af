"""Whom a pronoun or a generic phrase ("the country", "the three states") means, by what was said before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dragoman.reading.people import GENERIC, Memory
from dragoman.reading.phrases import Phrase
from dragoman.sentences import Mention, MentionKind, Sentence, Token

Found = Mapping[int, Sequence[Mention]]

Kinds = tuple[MentionKind, ...]
_PERSONS: Kinds = (MentionKind.PERSON, MentionKind.OFFICE)
_THINGS: Kinds = (MentionKind.STATE, MentionKind.BODY, MentionKind.GROUP)
_MANY: Kinds = (*_THINGS, MentionKind.PEOPLE, MentionKind.OFFICE)
_PLURAL = frozenset(("they", "them", "their", "themselves"))
# Pronoun → the kinds that it can mean as a subject of the clauses above it, and anywhere before it.
_MEANT: dict[str, tuple[Kinds, Kinds]] = {
    **dict.fromkeys(("he", "him", "his", "she", "her", "himself", "herself"), (_PERSONS, _PERSONS)),
    **dict.fromkeys(("it", "its", "itself"), ((*_THINGS, MentionKind.OFFICE, MentionKind.OUTLET), _THINGS)),
    **dict.fromkeys(_PLURAL, ((*_MANY, MentionKind.OUTLET, MentionKind.PERSON), _MANY)),
}
_BEARERS = (MentionKind.STATE, MentionKind.OFFICE, MentionKind.PERSON)
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6}
# Words that repeat whoever was named, only in the plural: "the two sides", "the three governments".
_SIDES = frozenset(("side", "party", "government", "junta", "neighbour", "neighbor", "leader", "ally", "delegation"))
_ENVOYS = frozenset(("envoy", "ambassador", "diplomat"))
# What somebody is punished or blamed for, the words that say so, and the verbs of those who speak of what they did.
_CONDUCT = frozenset("support backing involvement role alliance relationship invasion occupation treatment".split())
_GROUNDS = frozenset(("over", "for", "due to", "because of", "on account of"))
_ANSWERS = frozenset(("response", "reaction", "retaliation", "answer"))
_VISITS = frozenset(("visit", "trip", "tour"))
_KOREAS = {"North": "PRK", "South": "KOR"}
_AN_ARTICLE = 2  # sentences before
_MUCH = 0.4  # of all that an article has named
_OWN_CONDUCT = frozenset(("apologise", "apologize", "resign", "regret", "pay"))


def of_pronoun(sentence: Sentence, token: Token, found: Found, memory: Memory) -> list[Mention]:
    """Whom a pronoun means, all of them for "they"; empty where nobody fits."""
    word = token.text.lower()
    if word not in _MEANT:
        return []
    near, anywhere = _MEANT[word]
    if blamed := _blamed(sentence, token, found, near):
        return blamed if word in _PLURAL else blamed[-1:]
    above = _subject_above(sentence, token, found, near)
    if answered := _answered(sentence, token, found, above):
        return answered
    if above:
        return above if word in _PLURAL else above[:1]
    heads = [head for head in sorted(found) if head < token.index and _agree(sentence, token, head)]
    before = [mention for head in heads for mention in found[head]]
    meant = memory.last(before, anywhere)
    if meant is None:
        return []
    if word not in _PLURAL:
        return [meant]
    beside = _coordinated(sentence, meant, found) if meant in before else []
    return beside or memory.together(meant)


def _agree(sentence: Sentence, pronoun: Token, noun: int) -> bool:
    """False for a pronoun of one and a noun of many: "he" is none of "the rebels"."""
    token = sentence.tokens[noun]
    return pronoun.text.lower() in _PLURAL or token.upos != "NOUN" or not token.has("Number=Plur")


def _subject_above(sentence: Sentence, token: Token, found: Found, kinds: tuple[MentionKind, ...]) -> list[Mention]:
    """The subject of the nearest clause above: "Algeria said that [its army …]"."""
    below = token.index
    for above in sentence.ancestors(token.index):
        fits = [
            mention
            for subject in sentence.dependents(above.index, "nsubj")
            if subject.index < token.index and token.index not in sentence.subtree(subject.index)
            for head in (subject.index, *_conjuncts(sentence, subject.index))
            for mention in found.get(head, ())
            if subject.index != below
            and mention.kind in kinds
            and mention.code
            and not mention.is_place
            and _agree(sentence, token, head)
        ]
        if fits:
            return fits
        below = above.index
    return []


def _blamed(sentence: Sentence, token: Token, found: Found, kinds: tuple[MentionKind, ...]) -> list[Mention]:
    """To whom a measure is done for their conduct: "Morocco cuts its ties with Iran over [its support for …]"."""
    if token.deprel != "nmod:poss" or token.head < 0:
        return []
    conduct = sentence.tokens[token.head]
    if conduct.lemma.lower() not in _CONDUCT or conduct.relation != "obl" or conduct.head < 0:
        return []
    cases = {
        " ".join(each.text.lower() for each in (mark, *sentence.dependents(mark.index, "fixed")))
        for mark in sentence.dependents(conduct.index, "case")
    }
    verb = sentence.tokens[conduct.head]
    if not cases & _GROUNDS or verb.lemma in _OWN_CONDUCT:
        return []
    inside = [
        index
        for below in sentence.dependents(verb.index, "obj", "obl", "iobj")
        if verb.index < below.index < conduct.index
        for index in sentence.subtree(below.index)
    ]
    named = [each for index in sorted(inside) if index < token.index for each in found.get(index, ())]
    return [each for each in named if each.kind in kinds and each.code and not each.is_place]


def _answered(sentence: Sentence, token: Token, found: Found, above: list[Mention]) -> list[Mention]:
    """Whom an act answers, who is not the one who acts: "Japan condemns Iran in response to [its] test"."""
    deed = sentence.tokens[token.head] if token.deprel == "nmod:poss" and token.head >= 0 else None
    if not above or deed is None or deed.relation != "nmod" or sentence.tokens[deed.head].lemma not in _ANSWERS:
        return []
    mine, kinds = {each.code for each in above}, _MEANT[token.text.lower()][1]
    named = (each for head in sorted(found) if head < token.index for each in found[head])
    others = [each for each in named if each.kind in kinds and each.code not in {None, *mine} and not each.is_place]
    return [each for each in others if each.code == others[-1].code][-1:]


def _conjuncts(sentence: Sentence, head: int) -> list[int]:
    return [token.index for token in sentence.dependents(head, "conj")]


def _coordinated(sentence: Sentence, meant: Mention, found: Found) -> list[Mention]:
    """Those whom the sentence names together with this one; empty where it stands alone."""
    heads = range(meant.tokens[0], meant.tokens[1] + 1)
    beside = [each for head in heads for each in _conjuncts(sentence, head)]
    others = [mention for head in sorted(beside) for mention in found.get(head, ()) if mention.code]
    return [meant, *others] if others else []


def of_generic(sentence: Sentence, token: Token, found: Found, memory: Memory) -> list[Mention]:
    """Whom a definite generic phrase means: one state or bloc, or in the plural as many as it says."""
    low = token.lemma.lower()
    before = [mention for head in sorted(found) if head < token.index for mention in found[head]]
    if low in _ENVOYS:
        meant = memory.envoy(before)
        return [meant] if meant else []
    if token.has("Number=Plur"):
        words = {each.text.lower() for each in sentence.dependents(token.index, "nummod", "det")}
        count = next((_NUMBERS[word] for word in words if word in _NUMBERS), None)
        return memory.several(before, count)
    meant = memory.generic(low, before)
    if meant is not None and _is_goal(sentence, token):
        # Whoever pays a visit "to the country" is not of it.
        abroad = (each for each in reversed(before) if each.country and each.country != meant.country)
        meant = next(abroad, meant)
    return [meant] if meant else []


def _is_goal(sentence: Sentence, token: Token) -> bool:
    """True for the "country" that a visit is "to"."""
    is_to = any(each.lemma == "to" for each in sentence.dependents(token.index, "case"))
    return is_to and token.head >= 0 and sentence.tokens[token.head].lemma.lower() in _VISITS


def is_generic(sentence: Sentence, token: Token) -> bool:
    """True for a noun that may repeat someone named before rather than describe somebody new."""
    low = token.lemma.lower()
    if low in GENERIC or low in _ENVOYS:
        return True
    counted = any(each.text.lower() in _NUMBERS for each in sentence.dependents(token.index, "nummod", "det"))
    return low in _SIDES and token.has("Number=Plur") and counted


def of_surname(sentence: Sentence, head: int, found: Found) -> Mention | None:
    """The person whose surname the sentence repeats: "Russian tycoon Ivan Petrov …, after [Petrov] was jailed"."""
    surname = f" {sentence.tokens[head].text}"
    before = (each for index in sorted(found) for each in found[index] if each.tokens[1] < head)
    return next((each for each in before if each.kind is MentionKind.PERSON and each.text.endswith(surname)), None)


def of_short_name(sentence: Sentence, phrase: Phrase, memory: Memory) -> Mention | None:
    """The state or body named before by more words: "North Korea …, [the North]"; "the UN Security Council …, [the
    Council]"; of the two Koreas each where either was named."""
    token = sentence.tokens[phrase.head]
    if phrase.first != phrase.last or not token.text[:1].isupper() or not sentence.dependents(token.index, "det"):
        return None
    for each in reversed(memory.recent):
        words = each.text.split()
        if (
            each.kind in (MentionKind.STATE, MentionKind.BODY)
            and len(words) > 1
            and token.text in (words[0], words[-1])
        ):
            return each
    half = _KOREAS.get(token.text)
    if half is None:
        return None
    known = [each for each in memory.recent if each.country in _KOREAS.values()]
    own = next((each for each in reversed(known) if each.country == half and each.kind is MentionKind.STATE), None)
    if own is None and known:
        state = replace(known[-1], country=half, kind=MentionKind.STATE, sector="GOV", actor=None)
        return replace(state, text=f"{token.text} Korea", person=None, office=None)
    return own


def of_like(sentence: Sentence, head: int, found: Found, memory: Memory) -> Mention | None:
    """Who was named by the same noun before, with a state or body: "the Syrian government …, [the government]"."""
    token = sentence.tokens[head]
    for index in sorted((index for index in found if index < head), reverse=True):
        if sentence.tokens[index].lemma.lower() == token.lemma.lower():
            for each in found[index]:
                if each.code:
                    return each
    last = f" {token.text.lower()}"
    before = (each for mentions in memory.sentences[:-3:-1] for each in mentions)
    return next((each for each in before if each.text.lower().endswith(last)), None)


def home_of(sentence: Sentence, head: int, found: Found, memory: Memory) -> Mention | None:
    """The state that "the government" means: that of which an article speaks most by far; else, of what is acted on,
    the last that the sentence names before it, of others the first; else the article's."""
    if len(memory.sentences) >= _AN_ARTICLE and (much := memory.main(least=_MUCH)):
        return much
    before = [each for index in sorted(found) if index < head for each in found[index]]
    if sentence.tokens[head].relation in ("obj", "obl"):
        meant = next((each for each in reversed(before) if each.country), None)
    else:
        meant = next((each for each in before if each.kind in _BEARERS and each.country), None)
    return meant or memory.main()
