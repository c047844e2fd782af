"""According to whom: the speaker to whom a text attributes that an act happened, and the outlet they told."""

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.coding.arguments import case_of, conjuncts, of_verb
from dragoman.coding.conditions import Mentions
from dragoman.record import EventType, Participant
from dragoman.sentences import Mention, MentionKind, Sentence, Token

# Acts that are one's own to tell; of others readers differ, and what is done to somebody is claimed by its doer too.
_ONES_OWN = frozenset((EventType.CONCEDE, EventType.REJECT, EventType.REQUEST, EventType.RETREAT))
# Verbs of saying that claim what follows; verbs that are acts of their own (accuse, warn) are in the lexicon.
SPEECH = frozenset(
    [
        "acknowledge",
        "add",
        "admit",
        "affirm",
        "allege",
        "announce",
        "argue",
        "assert",
        "believe",
        "claim",
        "comment",
        "conclude",
        "confirm",
        "contend",
        "declare",
        "deny",
        "describe",
        "detail",
        "disclose",
        "emphasize",
        "estimate",
        "explain",
        "hint",
        "inform",
        "insist",
        "maintain",
        "mention",
        "note",
        "observe",
        "point",
        "post",
        "proclaim",
        "recall",
        "recount",
        "relate",
        "remark",
        "remind",
        "reply",
        "report",
        "reveal",
        "say",
        "state",
        "stress",
        "suggest",
        "tell",
        "tweet",
        "underline",
        "underscore",
        "write",
        "highlight",
    ]
)
_DENIALS = frozenset(("deny", "dispute", "refute"))
_ACCUSATIONS = frozenset(("accuse", "blame", "suspect"))
_TOLD = frozenset(("tell", "inform", "speak", "brief"))
_OWNING = frozenset(("claim", "take", "admit", "assume", "accept"))
# Who condemns an attack takes it for a fact, and is no source for it.
_REACTIONS = frozenset(
    "applaud commemorate condemn criticise criticize deplore hail lament mourn praise welcome".split()
)
_ACCORDING = frozenset(("according to", "per"))
_INSIDE = frozenset(
    ("ccomp", "xcomp", "conj", "advcl", "obj", "nmod", "obl", "acl", "nsubj", "csubj", "parataxis", "dep")
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says so: the speaker's mention, the verb of saying (token index), and the outlet told, if any."""

    speaker: Mention | None
    verb: int
    via: Mention | None = None
    is_denied: bool = False
    is_accusation: bool = False
    is_owned: bool = False
    """True where the speaker claims to have done it: "claimed responsibility for the attack"."""


def claim_of(sentence: Sentence, carrier: int, mentions: Mentions) -> Claim | None:
    """The claim within which an act stands, nearest first; None where the text itself asserts the act."""
    tokens = sentence.tokens
    here = tokens[carrier]
    for _ in range(10):
        quoted = _aside(sentence, here, mentions)
        if quoted:
            return quoted
        if here.head < 0:
            return None
        above = tokens[here.head]
        found = _governing(sentence, here, above, mentions)
        if found:
            return found
        if here.deprel == "acl:relcl" or here.relation not in _INSIDE:
            return None
        here = above
    return None


def is_taken_for_granted(sentence: Sentence, carrier: int) -> bool:
    """True for an act that somebody reacts to ("condemns the attack") or calls something ("the strike was wrong")."""
    tokens = sentence.tokens
    here = tokens[carrier]
    while here.head >= 0 and here.relation in ("obj", "obl", "nmod", "conj", "nsubj", "compound", "acl"):
        above = tokens[here.head]
        if here.relation in ("obj", "obl") and above.lemma.lower() in _REACTIONS:
            return True
        if here.relation == "nsubj" and above.upos == "ADJ" and sentence.dependents(above.index, "cop"):
            return True
        if above.upos == "VERB" and here.relation != "acl":
            return False
        here = above
    return False


def _governing(sentence: Sentence, here: Token, above: Token, mentions: Mentions) -> Claim | None:
    lemma = above.lemma.lower()
    if lemma in ("responsibility", "credit") and above.relation == "obj" and above.head >= 0:
        verb = sentence.tokens[above.head]
        if verb.lemma.lower() in _OWNING and case_of(sentence, here.index) == "for":
            return Claim(_speaker(sentence, verb.index, mentions), verb.index, is_owned=True)
    if above.upos != "VERB":
        return None
    alleged = lemma in _ACCUSATIONS and here.relation in ("advcl", "obl", "xcomp", "ccomp")
    if alleged and sentence.dependents(here.index, "mark", "case"):
        return Claim(_speaker(sentence, above.index, mentions), above.index, is_accusation=True)
    if lemma in SPEECH and here.relation in ("ccomp", "parataxis", "dep", "advcl", "obj"):
        if here.relation == "obj" and lemma not in _DENIALS | {
            "claim",
            "allege",
            "report",
            "highlight",
            "confirm",
        }:
            return None
        if here.relation == "advcl" and not _is_parenthesis(sentence, above):
            return None
        return _claim(sentence, above, mentions)
    return None


def _is_parenthesis(sentence: Sentence, verb: Token) -> bool:
    return not sentence.dependents(verb.index, "ccomp", "obj")


def _aside(sentence: Sentence, here: Token, mentions: Mentions) -> Claim | None:
    """ "…, officials said", hung below the clause; "according to the ministry", anywhere in it."""
    for token in sentence.dependents(here.index, "parataxis", "obl", "advcl", "nmod"):
        if token.relation in ("parataxis", "advcl") and token.upos == "VERB" and token.lemma.lower() in SPEECH:
            marks = {mark.lemma.lower() for mark in sentence.dependents(token.index, "mark")}
            if (token.relation == "parataxis" or "as" in marks) and not sentence.dependents(token.index, "ccomp"):
                return _claim(sentence, token, mentions)
        elif token.relation in ("obl", "nmod") and case_of(sentence, token.index) in _ACCORDING:
            return Claim(_first(sentence, token.index, mentions), token.index)
    return None


def _claim(sentence: Sentence, verb: Token, mentions: Mentions) -> Claim:
    lemma = verb.lemma.lower()
    return Claim(
        _speaker(sentence, verb.index, mentions),
        verb.index,
        via=_outlet_told(sentence, verb, mentions),
        is_denied=lemma in _DENIALS,
    )


def _speaker(sentence: Sentence, verb: int, mentions: Mentions) -> Mention | None:
    for head in of_verb(sentence, verb).get("subj", ()):
        found = _first(sentence, head, mentions)
        if found:
            return found
    return None


def _first(sentence: Sentence, head: int, mentions: Mentions) -> Mention | None:
    for each in conjuncts(sentence, head):
        if mentions.get(each):
            return mentions[each][0]
    return None


def _outlet_told(sentence: Sentence, verb: Token, mentions: Mentions) -> Mention | None:
    """The outlet that a speaker told ("told Sputnik Africa", "said in an interview with RFI")."""
    slots = of_verb(sentence, verb.index)
    heads = [*slots.get("iobj", ()), *slots.get("obj", ()), *slots.get("to", ()), *slots.get("with", ())]
    for case in ("in", "on", "during"):
        for head in slots.get(case, ()):
            heads += [token.index for token in sentence.dependents(head, "nmod")]
    for token in sentence.dependents(verb.index, "advcl"):
        if token.lemma in ("speak", "talk"):
            heads += of_verb(sentence, token.index).get("to", ())
    for head in heads:
        for mention in mentions.get(head, ()):
            if mention.kind is MentionKind.OUTLET:
                return mention
    return None


def is_own_word(speaker: Participant | None, actors: Sequence[Participant], type_: EventType) -> bool:
    """True for whoever tells what he himself asks, refuses or gives up: that is no claim, as one of force is."""
    if speaker is None or speaker.code is None or type_ not in _ONES_OWN:
        return False
    return any(each.code == speaker.code for each in actors)
