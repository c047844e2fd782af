"""Which words of a sentence name an act: triggers with their lexicon entry, before anyone is assigned to them."""

from dataclasses import dataclass, replace

from dragoman.coding.arguments import Slots, case_of, of_noun, of_verb
from dragoman.coding.conditions import Mentions, act_fits, has_stray_particle, words_fit
from dragoman.coding.lexicon import Act, Entry, Lexicon
from dragoman.coding.status import operator_at
from dragoman.record import EventType
from dragoman.sentences import Sentence, Token

# Acts of speech: what stands in their object or complement is their content, not an act of its own.
_SPOKEN = frozenset(
    (EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.AGREE, EventType.SUPPORT, EventType.CONCEDE)
)
_BARE_NOUN_SLOTS = frozenset(
    ("subj", "obj", "affected", "by", "between", "with", "against", "on", "of", "poss", "mod", "from", "to")
)


@dataclass(frozen=True)
class Proposal:
    """A trigger: its token, the light verb that carries it (if any), its entry and the slots around it.

    An echo is a definite event noun without participants ("this meeting"): it adds to an act told before. A
    reference is definite too and names participants ("their talks"): it may be an act told before.
    """

    trigger: int
    light: int | None
    act: Act
    slots: Slots
    is_echo: bool = False
    is_reference: bool = False

    @property
    def carrier(self) -> int:
        """The word that carries tense: the light verb, else the trigger."""
        return self.trigger if self.light is None else self.light


def proposals_of(sentence: Sentence, mentions: Mentions, lexicon: Lexicon) -> list[Proposal]:
    """Every act that the sentence's words name, left to right, without those that are another's content."""
    found: list[Proposal] = []
    for token in sentence.tokens:
        proposal = _verb(sentence, token, mentions, lexicon) or _noun(sentence, token, mentions, lexicon)
        if proposal:
            found.append(proposal)
    return _without_content(sentence, found)


def _verb(sentence: Sentence, token: Token, mentions: Mentions, lexicon: Lexicon) -> Proposal | None:
    if token.upos not in ("VERB", "ADJ") or _is_epithet(sentence, token):
        return None
    part = "verbs" if token.upos == "VERB" else "adjectives"
    slots: Slots | None = None
    for entry in lexicon.acts_of(part, token):
        if entry.act is None or not words_fit(sentence, token.index, entry, is_noun=False):
            continue
        if has_stray_particle(sentence, token.index, entry):
            continue
        slots = slots if slots is not None else of_verb(sentence, token.index)
        joined = _with_object(sentence, entry.act, slots)
        if act_fits(sentence, token.index, entry.act, joined, mentions, lexicon):
            slots = joined
            slots["content"] = _content(sentence, token.index)
            return Proposal(token.index, None, entry.act, slots)
    return None


# The entries for calling a meeting off: they leave the meeting standing as an act of its own, cancelled.
CALLED_OFF = frozenset(("reject/cancel-meeting", "reject/cancel-visit"))
_CONTENT_CASES = frozenset(
    ("to", "of", "on", "for", "with", "from", "against", "about", "over", "into", "in", "by", "")
)
_TOWARDS = ("obj", "iobj", "to", "with", "against", "on", "for", "from", "poss", "mod", "of")


def _is_epithet(sentence: Sentence, token: Token) -> bool:
    """True for a participle before its noun, which says what somebody is: "the deposed president", "suspected rebels".

    Who did it or when may stand beside it ("the recently kidnapped envoy"): then it tells of the act.
    """
    if token.relation != "amod" or token.xpos not in ("VBN", "VBD", "JJ"):
        return False
    return not sentence.dependents(token.index, "obl", "nmod", "advmod")


def _content(sentence: Sentence, verb: int) -> list[int]:
    """Whom the complement of a verb is about: "agreed to talks with Chad", "promised to help Ukraine"."""
    found: list[int] = []
    for token in sentence.dependents(verb, "xcomp", "obj", "obl", "ccomp", "advcl"):
        if token.relation == "advcl" and not sentence.dependents(token.index, "mark"):
            continue
        slots = of_verb(sentence, token.index) if token.upos == "VERB" else of_noun(sentence, token.index)
        nearest = [head for slot in _TOWARDS for head in slots.get(slot, ())]
        # "its commitment to cooperation, particularly with Senegal": whom lies one noun deeper.
        deeper = [of_noun(sentence, head) for head in nearest if sentence.tokens[head].upos == "NOUN"]
        found += [*nearest, *(head for each in deeper for slot in ("with", "to") for head in each.get(slot, ()))]
    # Last, any "with …" of the clause: a parser may hang it on the wrong noun.
    found += [each for each in sentence.subtree(verb) if each not in found and case_of(sentence, each) == "with"]
    return found


def _with_object(sentence: Sentence, act: Act, slots: Slots) -> Slots:
    """Slots of a verb joined by those of the noun that it needs: "signed an accord [with Mali]"."""
    joined = {slot: list(heads) for slot, heads in slots.items()}
    if not act.obj:
        return joined
    for noun in slots.get("obj", ()):
        for slot, heads in of_noun(sentence, noun).items():
            joined[slot] = [*joined.get(slot, []), *(head for head in heads if head not in joined.get(slot, []))]
    return joined


def _noun(sentence: Sentence, token: Token, mentions: Mentions, lexicon: Lexicon) -> Proposal | None:
    if token.upos not in ("NOUN", "PROPN"):
        return None
    entries: tuple[Entry, ...] = lexicon.acts_of("nouns", token)
    if not entries or token.relation in ("compound", "flat"):
        return None
    light = _light_verb(sentence, token, lexicon)
    slots = of_noun(sentence, token.index, light)
    if light is None:
        _add_affected(sentence, token, slots)
        slots["clause"] = _clause_subject(sentence, token)
    for entry in entries:
        if entry.act is None or not words_fit(sentence, token.index, entry, is_noun=True):
            continue
        if not act_fits(sentence, token.index, entry.act, slots, mentions, lexicon):
            continue
        is_attended = _is_attended(sentence, token, entry.act, slots, mentions)
        if is_attended or _is_told(slots, mentions) or happens(sentence, token, entry.act):
            return Proposal(token.index, light, entry.act, slots, is_reference=_is_definite(sentence, token.index))
        if _is_definite(sentence, token.index):
            return Proposal(token.index, light, entry.act, slots, is_echo=True)
    return None


def _light_verb(sentence: Sentence, noun: Token, lexicon: Lexicon) -> int | None:
    """The verb that carries an event noun: "held talks", "talks were held", "planned a visit"."""
    head = noun
    while head.relation == "conj" and head.head >= 0:
        head = sentence.tokens[head.head]
    if head.relation not in ("obj", "nsubj") or head.head < 0:
        return None
    verb = sentence.tokens[head.head]
    if verb.upos != "VERB":
        return None
    operator = operator_at(sentence, verb.index, lexicon)
    if operator is None or operator.effect == "bar":
        return None
    if head.deprel == "nsubj" and any(each.lemma != "place" for each in sentence.dependents(verb.index, "obj")):
        return None  # "talks took place", but not "support strengthened Mali"
    if operator.effect == "light" or head.relation == "obj" or head.deprel == "nsubj:pass":
        return verb.index
    return None


def _add_affected(sentence: Sentence, noun: Token, slots: Slots) -> None:
    """ "Russian support strengthened Mali": what an act's noun does as a subject, it does to that verb's object."""
    if noun.deprel != "nsubj" or slots.get("of") or sentence.tokens[noun.head].upos != "VERB":
        return
    slots["affected"] = [head for head in of_verb(sentence, noun.head).get("obj", ()) if head != noun.index]


def _clause_subject(sentence: Sentence, noun: Token) -> list[int]:
    """The subject of the clause in which an event noun stands aside: "… said after talks with Chad"."""
    if noun.relation not in ("obl", "nmod", "obj"):
        return []
    verb = next((each for each in sentence.ancestors(noun.index) if each.upos == "VERB"), None)
    heads = of_verb(sentence, verb.index).get("subj", []) if verb else []
    return [head for head in heads if noun.index not in sentence.subtree(head)]


def _is_told(slots: Slots, mentions: Mentions) -> bool:
    """True if a noun has a participant of its own; a bare "the war" is a reference, not a report."""
    return any(mentions.get(head) for slot in _BARE_NOUN_SLOTS for head in slots.get(slot, ()))


NAMELESS = frozenset((EventType.ASSAULT, EventType.PROTEST))
"""Types of acts that the news tells without naming anybody."""
_HAPPENING = frozenset(("occur", "happen", "kill", "injure", "wound", "erupt"))


def happens(sentence: Sentence, noun: Token, act: Act) -> bool:
    """True for violence or protest of which a clause says no more than that it was: "a bombing occurs in Kabul"."""
    if act.type not in NAMELESS or noun.deprel != "nsubj" or _is_definite(sentence, noun.index):
        return False
    verb = sentence.tokens[noun.head]
    takes_place = verb.lemma == "take" and any(each.lemma == "place" for each in sentence.dependents(verb.index, "obj"))
    return takes_place or verb.lemma in _HAPPENING


_MEETING_CASES = frozenset(("at", "during", "after", "following", "in"))


def _is_attended(sentence: Sentence, noun: Token, act: Act, slots: Slots, mentions: Mentions) -> bool:
    """True for a meeting that names nobody but frames what somebody does: "at a summit in Accra, ECOWAS lifted …"."""
    if act.type is not EventType.CONSULT or noun.relation != "obl" or _is_definite(sentence, noun.index):
        return False
    return case_of(sentence, noun.index) in _MEETING_CASES and any(
        not mention.is_place for head in slots.get("clause", ()) for mention in mentions.get(head, ())
    )


def _is_definite(sentence: Sentence, noun: int) -> bool:
    determined = any(token.lemma.lower() in ("the", "this", "these") for token in sentence.dependents(noun, "det"))
    return determined or any(token.upos == "PRON" for token in sentence.dependents(noun, "nmod:poss"))


# The entries that tell what an attack did to people: with the attack, or with one another, they are one act.
HARM = frozenset(("assault/kill", "assault/wound", "assault/killed-in-attack"))


def _one_harm(sentence: Sentence, found: list[Proposal]) -> list[Proposal]:
    """Proposals in which "four were killed and six wounded in an attack", or "killed when gunmen attacked", is one."""
    by_word = {proposal.trigger: proposal for proposal in found}
    gone: set[int] = set()
    for proposal in found:
        here = sentence.tokens[proposal.trigger]
        above = by_word.get(here.head)
        if above is None or above.trigger in gone or above.act.name not in HARM:
            continue
        if here.relation == "conj" and proposal.act.name in HARM:
            gone.add(proposal.trigger)
            slots = {**proposal.slots, **{slot: heads for slot, heads in above.slots.items() if heads}}
            act = min(above.act, proposal.act, key=lambda act: act.breadth)
            by_word[above.trigger] = replace(above, slots=slots, act=act)
        elif here.relation == "advcl" and proposal.act.type is EventType.ASSAULT and proposal.act.name not in HARM:
            gone |= {above.trigger} if here.xpos != "VBG" and not above.slots.get("by") else set()
    return [by_word[proposal.trigger] for proposal in found if proposal.trigger not in gone]


def _without_content(sentence: Sentence, found: list[Proposal]) -> list[Proposal]:
    found = _one_harm(sentence, found)
    by_word = {proposal.trigger: proposal for proposal in found}
    return [proposal for proposal in found if not _is_content(sentence, proposal, by_word)]


def _is_content(sentence: Sentence, proposal: Proposal, by_word: dict[int, Proposal]) -> bool:
    """True for what an act of speech is about, and for the noun that a verb of the same act has as object."""
    if proposal.light in by_word:
        # Calling off a meeting refuses it, and the meeting itself is cancelled: two acts.
        return not (by_word[proposal.light].act.name in CALLED_OFF and proposal.act.type is EventType.CONSULT)
    here = sentence.tokens[proposal.carrier]
    while here.relation == "conj" and here.head >= 0 and here.head not in by_word:
        here = sentence.tokens[here.head]
    if here.head < 0:
        return False
    above = by_word.get(here.head)
    if above is None or above.trigger == proposal.trigger:
        return False
    if here.relation in ("advcl", "acl") and above.act.type is proposal.act.type is EventType.ASSAULT:
        return here.xpos == "VBG"  # "attacked a post, killing three": one act
    if here.relation in ("obj", "nsubj") and sentence.tokens[here.head].upos == "VERB":
        return (
            above.act.type is proposal.act.type
            or above.act.type in _SPOKEN
            or bool(above.act.obj and not above.act.keeps_object)
        )
    if here.relation in ("obl", "nmod") and case_of(sentence, here.index) not in _CONTENT_CASES:
        return False  # "following a meeting …, Chad requested": another act
    if here.relation == "acl" and here.xpos == "VBN":
        return False  # "a truce mediated by Qatar": two acts
    if here.relation in ("xcomp", "ccomp", "obl", "nmod", "acl") and above.act.type in _SPOKEN:
        return here.deprel != "acl:relcl" and not (here.relation == "obl" and here.upos != "NOUN")
    return above.act.type is proposal.act.type and here.relation in ("obl", "nmod", "compound")
