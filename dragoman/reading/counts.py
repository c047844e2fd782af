"""People who are told by their number alone: "[Thousands] march", "kills three and injures [nine others]"."""

from dataclasses import replace

from dragoman.reading.phrases import Phrase
from dragoman.sentences import Mention, MentionKind, Sentence, Token

_CROWDS = frozenset("dozen hundred thousand million score tens several".split())
_COUNTS = _CROWDS | {"least", "most"}  # "hundreds of thousands", "at least seven"
# What is done to people, or by them, and not to things: "[five] were arrested", but not "five were sold".
_DONE_TO = frozenset(
    """abduct arrest behead capture convict deport detain displace evacuate execute expel free gun hang hospitalise
    hospitalize hurt imprison injure jail kidnap kill massacre murder rescue sentence shoot slay wound""".split()
)
_OF_NAMED = frozenset(("arrest",))  # such a number mostly counts people whom the text names near by
_DONE = frozenset(
    """attend chant clash demonstrate die escape fast flee gather march mourn pray protest rally riot shout surrender
    vote walk""".split()
)


def crowd_of(sentence: Sentence, text: str, phrase: Phrase) -> Mention | None:
    """Those whom a number without a noun counts, as people of no country; None where it may count things."""
    token = sentence.tokens[phrase.head]
    is_crowd = token.lemma.lower() in _CROWDS and token.has("Number=Plur")
    if not is_crowd and token.upos != "NUM":
        return None
    after = [each for each in sentence.dependents(token.index, "nmod", "compound") if each.lemma.lower() not in _COUNTS]
    if after or token.relation not in ("nsubj", "obj", "conj"):
        return None
    verb, relation = _verb_above(sentence, token)
    if verb is None:
        return None
    lemma = verb.lemma.lower()
    if relation == "nsubj":
        is_theirs = lemma in _DONE or (is_crowd and verb.upos == "VERB")
    else:
        is_theirs = lemma in _DONE_TO and (is_crowd or lemma not in _OF_NAMED)
    if not is_theirs:
        return None
    return _people(sentence, text, phrase)


def _verb_above(sentence: Sentence, token: Token) -> tuple[Token | None, str]:
    """The verb whose subject or object a word is, or is named beside, and which of these; None where there is none."""
    while token.relation == "conj" and token.head >= 0:
        token = sentence.tokens[token.head]
    above = sentence.tokens[token.head] if token.head >= 0 else None
    if above is None or above.upos != "VERB":
        return None, ""
    return above, token.deprel if token.deprel == "nsubj:pass" else token.relation


def others_of(sentence: Sentence, text: str, phrase: Phrase, before: list[Mention]) -> Mention:
    """More of those to whom something was done before: "killed a UN peacekeeper and injured [four others]"."""
    tokens = sentence.tokens
    struck = [each for each in before if tokens[each.head].deprel in ("obj", "nsubj:pass")]
    if struck and struck[-1].code and not struck[-1].is_place:
        meant, here = struck[-1], _people(sentence, text, phrase)
        return replace(meant, start=here.start, end=here.end, tokens=here.tokens, head=here.head, follows=meant.start)
    return _people(sentence, text, phrase)


def _people(sentence: Sentence, text: str, phrase: Phrase) -> Mention:
    counted = [each for each in sentence.dependents(phrase.head, "nmod") if each.lemma.lower() in _COUNTS]
    inside = [index for each in counted for index in sentence.subtree(each.index)]
    span = (min(phrase.first, *inside), max(phrase.last, *inside)) if inside else (phrase.first, phrase.last)
    start, end = sentence.tokens[span[0]].start, sentence.tokens[span[1]].end
    return Mention(start, end, span, phrase.head, text[start:end], MentionKind.PEOPLE, sector="CVL")
