"""The status of an act: from tense, modality, negation, conditions, and the words that it is a complement of."""

from dataclasses import dataclass

from dragoman.coding.arguments import case_of, is_passive
from dragoman.coding.conditions import words_fit
from dragoman.coding.lexicon import Lexicon, Operator
from dragoman.ontology.acts import OF_WORDS
from dragoman.record import EventType, Status
from dragoman.sentences import Piece, Sentence, Token

_COMPLEMENT = frozenset(("xcomp", "ccomp", "csubj", "obj", "nsubj", "acl", "obl", "nmod", "advcl"))
_NEGATIONS = frozenset(("not", "never", "n't", "no", "neither", "nor"))
MODALS = frozenset(("would", "could", "may", "might", "should", "will", "'ll", "can", "must", "shall"))
_POSSIBLE = frozenset(("may", "might", "could", "can"))
_URGED = frozenset(("should", "must", "ought"))
_CONDITIONS = frozenset(("if", "unless", "whether", "lest"))
_PLANNED_WORDS = frozenset(
    ["planned", "upcoming", "scheduled", "proposed", "future", "forthcoming", "impending", "pending", "expected"]
)
_POSSIBLE_WORDS = frozenset(
    ["alleged", "suspected", "possible", "potential", "reported", "apparent", "rumoured", "rumored", "presumed"]
)
_POSSIBLE_ADVERBS = frozenset(
    ("allegedly", "reportedly", "possibly", "perhaps", "apparently", "supposedly", "purportedly")
)
_SAID = frozenset(("say", "report", "suspect", "rumour", "rumor", "allege"))
_CANCELLED_WORDS = frozenset(("cancelled", "canceled", "postponed", "suspended", "aborted", "scrapped", "delayed"))
_ONGOING_ADVERBS = frozenset(("currently", "presently"))
# Prepositions that set an act in the future of what is told: "met ahead of talks with Chad".
_BEFOREHAND = frozenset(("ahead of", "in preparation for", "in advance of", "in the run-up to"))
_ONGOING_WORDS = frozenset(("ongoing", "continued", "continuing", "current"))


_THREATENED = frozenset((Status.PLANNED, Status.ONGOING))


@dataclass(frozen=True, slots=True)
class StatusFound:
    """A status with the rule that gave it and the token that the rule rests on; `barred` acts are no events."""

    status: Status
    rule: str
    token: int
    barred: bool = False


def as_said(status: Status, type_: EventType) -> Status:
    """The status of an act that may be done by saying so: "will not recognise it" and "denies the charges" reject.

    Who "will make them pay" has threatened, and what somebody urges is asked for.
    """
    if type_ not in OF_WORDS:
        return status
    is_done = status in (Status.DENIED, Status.URGED) or (type_ is EventType.THREATEN and status in _THREATENED)
    return Status.HAPPENED if is_done else status


def status_of(sentence: Sentence, trigger: int, light: int | None, lexicon: Lexicon) -> StatusFound:
    """The status of the act that the trigger (carried by a light verb or not) names, by the words around it."""
    carrier = light if light is not None else trigger
    tokens = sentence.tokens
    found = StatusFound(Status.HAPPENED, "past or present", carrier)
    own = _of_noun(sentence, trigger, lexicon) if tokens[trigger].upos not in ("VERB", "AUX") else None
    found = _stronger(found, own)
    if light is not None:
        operator = operator_at(sentence, light, lexicon)
        if operator and operator.effect in tuple(Status):
            found = _stronger(found, _combine(sentence, tokens[light], operator))
    found = _stronger(found, _of_verb(sentence, carrier))
    here = tokens[carrier]
    for _ in range(8):
        if here.head < 0:
            break
        above = tokens[here.head]
        step = _of_step(sentence, here, above, lexicon)
        if step is None:
            break
        found = _stronger(found, step)
        if found.barred:
            break
        here = above
    if (
        here.head < 0 and found.status is Status.ONGOING and sentence.kind is Piece.HEADLINE
    ):  # a headline's "-ing" is a caption
        return StatusFound(Status.HAPPENED, "headline", carrier)
    if own is not None and own.status is Status.PLANNED and found.status is Status.POSSIBLE:
        return own  # "the [planned] invasion could lead to …"
    return found


_STRENGTH = {
    Status.HAPPENED: 0,
    Status.ONGOING: 1,
    Status.PLANNED: 2,
    Status.URGED: 3,
    Status.POSSIBLE: 4,
    Status.DENIED: 5,
    Status.CANCELLED: 6,
}


def _stronger(one: StatusFound, other: StatusFound | None) -> StatusFound:
    if other is None or one.barred:
        return one
    if other.barred or _STRENGTH[other.status] > _STRENGTH[one.status]:
        return other
    return one


_AROUND_NOUN = ("amod", "det", "acl", "compound", "advmod", "case")
_STANDING = frozenset(("sanction", "sanctions", "tariff", "tariffs", "embargo", "blockade"))
_WHILE = frozenset(("amid", "amidst", "despite", "under", "because of", "due to", "owing to"))
_ROUNDS = frozenset(("round", "series", "set"))


def _of_noun(sentence: Sentence, noun: int, lexicon: Lexicon) -> StatusFound | None:
    counted = [noun]
    if sentence.tokens[noun].relation == "nmod" and sentence.tokens[sentence.tokens[noun].head].lemma in _ROUNDS:
        counted.append(sentence.tokens[noun].head)  # "a round of talks [expected to open]"
    words = (token for each in counted for token in sentence.dependents(each, *_AROUND_NOUN))
    if sentence.tokens[noun].lemma.lower() in _STANDING and case_of(sentence, noun) in _WHILE:
        return StatusFound(Status.ONGOING, "standing", noun)  # "amid international sanctions"
    for token in words:
        word = token.text.lower()
        if token.relation == "case":
            if (
                " ".join((word, *(part.text.lower() for part in sentence.dependents(token.index, "fixed"))))
                in _BEFOREHAND
            ):
                return StatusFound(Status.PLANNED, "still ahead", token.index)
            continue
        if word in _PLANNED_WORDS:
            return StatusFound(Status.PLANNED, "planned-modifier", token.index)
        if word in _CANCELLED_WORDS:
            return StatusFound(Status.CANCELLED, "cancelled-modifier", token.index)
        if word in _POSSIBLE_WORDS:
            return StatusFound(Status.POSSIBLE, "possible-modifier", token.index)
        if word in _ONGOING_WORDS:
            return StatusFound(Status.ONGOING, "ongoing-modifier", token.index)
        if word == "no" and token.relation == "det":
            return StatusFound(Status.DENIED, "negation", token.index)
        if token.relation == "acl":
            operator = operator_at(sentence, token.index, lexicon)
            if operator and operator.effect in ("planned", "cancelled", "possible"):
                return StatusFound(Status(operator.effect), operator.name, token.index)
    return None


def negation_of(sentence: Sentence, verb: int) -> int | None:
    """Index of the word that negates a verb, or of the "no" before its subject or object; None if it stands."""
    for token in sentence.dependents(verb, "advmod", "det", "cc:preconj"):
        if token.lemma.lower() in _NEGATIONS or token.text.lower() in _NEGATIONS:
            return token.index
    for noun in sentence.dependents(verb, "obj", "nsubj"):
        for token in sentence.dependents(noun.index, "det"):
            if token.text.lower() == "no":
                return token.index
    return None


def _of_verb(sentence: Sentence, verb: int) -> StatusFound | None:
    token = sentence.tokens[verb]
    if token.upos not in ("VERB", "AUX", "ADJ", "NOUN"):
        return None
    denied = negation_of(sentence, verb) if token.upos in ("VERB", "AUX", "ADJ") else None
    auxiliaries = sentence.dependents(verb, "aux", "cop")
    if denied is not None:
        wills = any(aux.lemma.lower() in ("will", "would", "wo", "wo n't") for aux in auxiliaries)
        return StatusFound(Status.DENIED, "refusal" if wills else "negation", denied)
    if token.relation == "conj" and not auxiliaries and not sentence.dependents(verb, "nsubj"):
        above = sentence.tokens[token.head]
        if above.xpos == token.xpos:
            shared = _of_verb(sentence, above.index)
            if shared and shared.rule in ("modal", "future", "progressive"):
                return shared
    for mark in sentence.dependents(verb, "mark"):
        if mark.lemma.lower() in _CONDITIONS:
            return StatusFound(Status.POSSIBLE, "condition", mark.index)
    for adverb in sentence.dependents(verb, "advmod"):
        if adverb.lemma.lower() in _POSSIBLE_ADVERBS:
            return StatusFound(Status.POSSIBLE, "hedge", adverb.index)
        if adverb.lemma.lower() in _ONGOING_ADVERBS and token.xpos in ("VBZ", "VBP", "VBG", "VBN"):
            return StatusFound(Status.ONGOING, "adverb", adverb.index)
    return _of_auxiliaries(sentence, token, auxiliaries)


def _of_auxiliaries(sentence: Sentence, token: Token, auxiliaries: list[Token]) -> StatusFound | None:
    for aux in auxiliaries:
        lemma = aux.lemma.lower()
        if lemma in ("will", "shall", "'ll", "wo", "’ll"):
            return StatusFound(Status.PLANNED, "future", aux.index)
        if lemma == "would":
            # "said it would send": a plan told in the past; "if …, France would send": a possibility.
            told = token.relation in ("ccomp", "conj") and not _has_condition(sentence, token)
            return StatusFound(Status.PLANNED if told else Status.POSSIBLE, "modal", aux.index)
        if lemma in _POSSIBLE:
            return StatusFound(Status.POSSIBLE, "modal", aux.index)
        if lemma in _URGED:
            return StatusFound(Status.URGED, "modal", aux.index)
    if token.xpos == "VBG" and any(aux.lemma in ("be", "have") and aux.has("Tense=Pres") for aux in auxiliaries):
        return StatusFound(Status.ONGOING, "progressive", token.index)
    to = [mark for mark in sentence.dependents(token.index, "mark") if mark.lemma == "to"]
    is_headline = token.head < 0 or (token.relation == "acl" and sentence.tokens[token.head].head < 0)
    if to and token.xpos == "VB" and is_headline:
        return StatusFound(Status.PLANNED, "headline infinitive", to[0].index)
    return None


def _has_condition(sentence: Sentence, token: Token) -> bool:
    return any(
        mark.lemma.lower() in _CONDITIONS
        for clause in sentence.dependents(token.index, "advcl")
        for mark in sentence.dependents(clause.index, "mark")
    )


def operator_at(sentence: Sentence, index: int, lexicon: Lexicon) -> Operator | None:
    """The operator that a word is, if the lexicon knows it as one."""
    token = sentence.tokens[index]
    part = {"VERB": "verbs", "AUX": "verbs", "ADJ": "adjectives"}.get(token.upos, "nouns")
    parts = ("adjectives", part) if token.xpos == "VBN" else (part,)
    for each in parts:
        for entry in lexicon.operators_of(each, token):
            if entry.operator and words_fit(sentence, index, entry, is_noun=each == "nouns"):
                return entry.operator
    return None


def _of_step(sentence: Sentence, here: Token, above: Token, lexicon: Lexicon) -> StatusFound | None:
    """What one step up the tree adds; None where the act is no complement of the word above."""
    relation = here.relation
    if relation in ("conj", "parataxis") and above.upos in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
        # A coordinated verb shares what governs the first one, not that one's own operators.
        return StatusFound(Status.HAPPENED, "coordination", above.index)
    if relation not in _COMPLEMENT or here.deprel == "acl:relcl":
        return None
    if relation in ("obl", "nmod") and above.upos not in ("NOUN", "VERB", "ADJ"):
        return None
    if relation == "acl" and here.xpos == "VBN" and not sentence.dependents(here.index, "mark", "aux:pass"):
        return None  # "a deal signed in 2015" tells of the signing; "a deal to sign …" does not
    operator = operator_at(sentence, above.index, lexicon)
    if operator and _governs(sentence, here, above, operator):
        if operator.effect == "bar" and not _is_told(sentence, here, above):
            return StatusFound(Status.HAPPENED, operator.name, above.index, barred=True)
        if operator.effect in tuple(Status):
            return _combine(sentence, above, operator)
    hedged = _hedge_of(sentence, here, above)
    if hedged:
        return hedged
    if relation == "advcl" and here.xpos == "VB" and sentence.dependents(here.index, "mark"):
        return StatusFound(Status.HAPPENED, "purpose", here.index, barred=True)
    if relation == "nsubj" and operator is None and above.upos == "VERB" and here.deprel != "nsubj:pass":
        return None  # "the visit may strain ties" says nothing of whether the visit takes place
    if relation in ("xcomp", "obj", "nsubj", "csubj"):
        return _of_verb(sentence, above.index) or StatusFound(Status.HAPPENED, "complement", above.index)
    if relation in ("ccomp", "acl", "nmod"):
        return StatusFound(Status.HAPPENED, "content", above.index)
    return None


def _hedge_of(sentence: Sentence, here: Token, above: Token) -> StatusFound | None:
    """What makes an act only possible from above: "alleged involvement in …", "said to have …", "it is said that"."""
    if here.relation in ("nmod", "acl", "advcl") and above.upos == "NOUN":
        for word in sentence.dependents(above.index, "amod"):
            if word.text.lower() in _POSSIBLE_WORDS:
                return StatusFound(Status.POSSIBLE, "possible-modifier", word.index)
    is_impersonal = here.relation in ("csubj", "ccomp") and bool(sentence.dependents(above.index, "expl"))
    if (here.relation == "xcomp" or is_impersonal) and above.lemma in _SAID and is_passive(sentence, above.index):
        return StatusFound(Status.POSSIBLE, "hedge", above.index)
    return None


def _is_told(sentence: Sentence, here: Token, above: Token) -> bool:
    """True for what somebody was told ("told TASS that …"), which an order to do it is not ("told him to …")."""
    return above.lemma in ("tell", "remind", "inform") and here.relation == "ccomp" and not here.has("VerbForm=Inf")


def _governs(sentence: Sentence, here: Token, above: Token, operator: Operator) -> bool:
    """True if the operator takes this word as its complement ("plans an attack", not "plans after an attack")."""
    if here.relation in ("obl", "nmod", "nsubj"):
        if here.relation == "nsubj":
            is_told = above.upos == "ADJ" or operator.effect == Status.ONGOING
            return here.deprel == "nsubj:pass" or is_told or operator.effect == Status.CANCELLED
        cases = {token.lemma.lower() for token in sentence.dependents(here.index, "case")}
        return bool(cases & {"of", "for", "from", "against", "with", "on", "to"}) and operator.effect != "bar"
    if here.relation == "advcl":
        marks = {token.lemma.lower() for token in sentence.dependents(here.index, "mark", "case")}
        return bool(marks & {"of", "from", "for", "to", "against"}) and not marks & {"after", "before"}
    return True


# What begins as the news is written is under way.
BEGINNING = "operator/begin"


def _is_of_today(sentence: Sentence, verb: Token) -> bool:
    """True for a verb in the present or present perfect."""
    if verb.xpos in ("VBZ", "VBP"):
        return True
    return any(aux.lemma == "have" and aux.xpos in ("VBZ", "VBP") for aux in sentence.dependents(verb.index, "aux"))


def _combine(sentence: Sentence, above: Token, operator: Operator) -> StatusFound:
    status = Status(operator.effect)
    if operator.name == BEGINNING and not _is_of_today(sentence, above):
        status = Status.HAPPENED  # "began talks in May": they may be over
    negated = negation_of(sentence, above.index)
    if negated is not None:
        status = {Status.DENIED: Status.HAPPENED, Status.PLANNED: Status.DENIED}.get(status, status)
    return StatusFound(status, operator.name, above.index)
