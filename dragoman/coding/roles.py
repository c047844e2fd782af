"""Who does what to whom, when and where: a frame's slots filled with the mentions that stand in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.coding.arguments import Slots, case_of, conjuncts, is_own_clause, stand_together
from dragoman.coding.conditions import Mentions
from dragoman.coding.lexicon import FRAMES, Act
from dragoman.dates import DayRange
from dragoman.record import EventType, Status
from dragoman.sentences import DayPhrase, Mention, MentionKind, ReadSentence, Sentence, Token

_PLACE_CASES = frozenset(
    "in at near outside inside around across within throughout on off along from into to toward towards over".split()
)
# Prepositions that place an act only where nothing else in the sentence does.
_WEAK_CASES = frozenset(("from", "into", "to", "toward", "towards", "over", "on", "off"))


@dataclass(frozen=True)
class Cast:
    """The mentions that play a part in an act."""

    actors: tuple[Mention, ...] = ()
    recipients: tuple[Mention, ...] = ()


# Slots in which a thing stands for whoever it belongs to: "struck facilities in Iran".
_LOOKED_INTO = frozenset(("obj", "subj", "affected", "on", "against", "at", "of"))
# Sectors whose members the news names by no country: they stand beside those that have one.
_NAMELESS = frozenset(("REB", "CRM", "CVL"))
ARMED = frozenset(("REB", "CRM"))
# Acts of speech whose recipient may be named only in what is promised, refused or threatened.
_ABOUT_CONTENT = frozenset(
    (EventType.AGREE, EventType.REJECT, EventType.THREATEN, EventType.CONCEDE, EventType.SUPPORT)
)


def _below(sentence: Sentence, head: int, mentions: Mentions) -> list[Mention]:
    """Whom a thing stands for where a person is wanted: its owner, doer or kind ("Mali's decision to …")."""
    for wanted in ("nmod:poss", "by", "with", "amod", "compound", "of", "against", "in"):
        for token in sentence.dependents(head):
            fits = token.deprel == wanted or (token.relation == "nmod" and case_of(sentence, token.index) == wanted)
            if fits and mentions.get(token.index):
                return [m for each in conjuncts(sentence, token.index) for m in mentions.get(each, ())]
    for clause in sentence.dependents(head, "acl:relcl"):
        for token in sentence.dependents(clause.index, "nsubj"):
            if mentions.get(token.index):  # "the coup that soldiers staged"
                return list(mentions[token.index])
    return []


def _fill(
    sentence: Sentence, slots: Slots, names: Iterable[str], mentions: Mentions, *, first_only: bool
) -> list[Mention]:
    found: list[Mention] = []
    for name in names:
        here = [
            mention
            for head in slots.get(name, ())
            for mention in mentions.get(head, ())
            if not mention.is_place
            or name in ("obj", "to", "in", "on", "against")
            or (name == "from" and mention.is_seat)
        ]
        if not here and name in _LOOKED_INTO:
            here = [mention for head in slots.get(name, ()) for mention in _below(sentence, head, mentions)]
        for mention in here:
            if (mention.code, mention.text) not in {(each.code, each.text) for each in found}:
                found.append(mention)
        if any(mention.code for mention in found):
            # A name that nobody knows beside one that is known is nearly always its other half.
            found = [m for m in found if m.code or m.sector in _NAMELESS]
        if found and first_only:
            break
    return found


def cast_of(sentence: Sentence, act: Act, slots: Slots, mentions: Mentions, *, is_noun: bool) -> Cast:
    """Actors and recipients of an act, by its frame (or the slots that its entry names instead)."""
    frame = FRAMES[act.frame]
    actor_slots = act.actor or (frame.noun_actor if is_noun else frame.actor)
    recipient_slots = act.recipient
    if recipient_slots is None:
        recipient_slots = frame.noun_recipient if is_noun else frame.recipient
    if frame.pooled:
        return _pooled(sentence, (*actor_slots, *recipient_slots), slots, mentions)
    actors = _fill(sentence, slots, actor_slots, mentions, first_only=True)
    if not actors and act.type is EventType.ASSAULT:
        # "killed in an attack by rebels": whoever is behind the attack.
        actors = [
            m for head in (*slots.get("in", ()), *slots.get("during", ())) for m in _below(sentence, head, mentions)
        ]
    towards = _fill(sentence, slots, recipient_slots, mentions, first_only=True)
    if not towards and act.type in _ABOUT_CONTENT:
        codes = {each.code for each in actors}
        content = _fill(sentence, slots, ("content",), mentions, first_only=True)
        towards = [mention for mention in content if mention.code and mention.code not in codes][:1]
    mine = {each.head for each in actors}
    own = {each.start for each in actors}
    # "Mali recalled its envoy" does nothing to itself; a court that sentences a minister of its own state does.
    recipients = [mention for mention in towards if mention.head not in mine and mention.follows not in own]
    return Cast(tuple(actors), tuple(recipients))


def _pooled(sentence: Sentence, names: Sequence[str], slots: Slots, mentions: Mentions) -> Cast:
    found = [mention for mention in _fill(sentence, slots, names, mentions, first_only=False) if not mention.is_place]
    if len({mention.code for mention in found if mention.code}) < 2:
        # "…, said Widodo after talks with Xi": the other side is the one of whom the clause tells.
        others = _fill(sentence, slots, ("clause",), mentions, first_only=False)
        # "its men and the army had losses in clashes with rebels": those who stand together are one side.
        beside = [each for each in others if stand_together(sentence, each.head, others[0].head)]
        found = [*beside, *found] if found else others
    kept: list[Mention] = []
    for mention in found:
        if mention.code is None or not any(is_one_party(mention, each) for each in kept):
            kept.append(mention)
    return Cast(tuple(kept))


def is_one_party(one: Mention, other: Mention) -> bool:
    """True for two mentions of one state, body or group; rebels of a state are no party with it."""
    return one.code == other.code and (one.sector in ARMED) == (other.sector in ARMED)


def place_of(
    sentence: Sentence, trigger: int, carrier: int, mentions: Mentions, taken: Iterable[Mention]
) -> Mention | None:
    """Where the act took place, if the sentence says it: a place that hangs on the act or on its clause."""
    busy = {id(mention) for mention in taken}
    best: tuple[int, int, Mention] | None = None
    near = {trigger, carrier}
    for head, here in mentions.items():
        case = case_of(sentence, head) or _case_above(sentence, head)
        if case not in _PLACE_CASES:
            continue
        for mention in here:
            if id(mention) in busy or not (mention.is_place or mention.can_be_place):
                continue
            distance = _distance(sentence, head, near)
            if distance is None:
                continue
            rank = (distance + 2 * (case in _WEAK_CASES) - (mention.kind is MentionKind.PLACE), head)
            if best is None or rank < best[:2]:
                best = (*rank, mention)
    return best[2] if best else None


def _case_above(sentence: Sentence, head: int) -> str:
    """The preposition of the phrase that a name belongs to: "in the capital Bamako", "in Diffa, Niger"."""
    token = sentence.tokens[head]
    if (
        token.relation in ("appos", "flat", "compound", "conj", "nmod")
        and token.head >= 0
        and not case_of(sentence, head)
    ):
        return case_of(sentence, token.head)
    return ""


def _distance(sentence: Sentence, head: int, near: set[int]) -> int | None:
    """Steps from a word up to one of these words, or to what governs them; None if they do not share a clause."""
    steps, here = 0, sentence.tokens[head]
    goals = dict.fromkeys(near, 0)
    for goal in near:
        token, rise = sentence.tokens[goal], 0
        while token.head >= 0 and rise < 3 and not is_own_clause(sentence, token.index):
            rise += 1
            token = sentence.tokens[token.head]
            goals.setdefault(token.index, 2 * rise)
    while True:
        if here.index in goals:
            return steps + goals[here.index]
        if here.head < 0 or steps > 6 or is_own_clause(sentence, here.index):
            return None
        if here.deprel == "acl:relcl":
            steps += 2
        steps += 1
        here = sentence.tokens[here.head]


def day_of(
    sentence: Sentence, trigger: int, carrier: int, days: Sequence[DayPhrase], status: Status
) -> tuple[DayRange, DayPhrase] | None:
    """When the act took place, if its clause says so, resolved by the tense that its status gives it."""
    best: tuple[int, DayPhrase] | None = None
    for phrase in days:
        rank = _attachment(sentence, phrase, trigger, carrier)
        if rank is not None and (best is None or rank < best[0]):
            best = (rank, phrase)
    if best is None:
        return None
    phrase = best[1]
    ahead = status in (Status.PLANNED, Status.POSSIBLE, Status.URGED, Status.CANCELLED)
    resolved = (phrase.future or phrase.past) if ahead else (phrase.past or phrase.future)
    return (resolved, phrase) if resolved else None


_GOING_UP = frozenset(("xcomp", "conj", "ccomp", "obj"))  # "a day after they claimed that they had held a test"


def counted_day(read: ReadSentence, trigger: int, carrier: int) -> DayPhrase | None:
    """The day that another act is counted from: the coup's in "two days after the coup", if it is this act."""
    for gap in read.gaps:
        after = read.sentence.tokens[gap.tokens[1]]
        if after.lemma.lower() != "after" or after.relation not in ("case", "mark"):
            continue
        here = read.sentence.tokens[carrier]
        while here.index not in (after.head, trigger) and here.relation in _GOING_UP and here.head >= 0:
            here = read.sentence.tokens[here.head]
        if after.head in (here.index, trigger) or _is_its_subject(read.sentence, after.head, trigger):
            return gap
    return None


def _is_its_subject(sentence: Sentence, noun: int, verb: int) -> bool:
    """True for "country" in "16 years after the country, part of …, was bombed", where the reader takes "after" for its
    preposition: an oblique before a verb that has no subject."""
    token = sentence.tokens[noun]
    has_subject = bool(sentence.dependents(verb, "nsubj", "nsubj:pass"))
    return token.relation == "obl" and token.head == verb and noun < verb and not has_subject


_NAMING = frozenset(("nmod:poss", "compound", "amod", "nummod", "nmod:unmarked", "nmod:desc"))
_ELSEWHEN = frozenset(("since", "after", "before", "until", "following"))
_ARGUMENTS = frozenset(("obj", "nsubj", "nsubj:pass", "obl", "obl:agent"))


def _attachment(sentence: Sentence, phrase: DayPhrase, trigger: int, carrier: int) -> int | None:
    """How closely a day belongs to an act: 0 hung on it, more the further away; None if it is another's."""
    outer = phrase.head_in(sentence)
    token, steps = sentence.tokens[outer], 0
    while token.head >= 0 and steps < 8:
        above = sentence.tokens[token.head]
        if above.index in (trigger, carrier):
            return steps
        clause = above
        while clause.relation == "xcomp" and clause.head >= 0:
            clause = sentence.tokens[clause.head]
        if clause.relation == "acl" and clause.head in (trigger, carrier):
            return steps + 1  # "the meeting, scheduled for Monday, …"
        if above.upos in ("VERB", "AUX"):
            return _shared_clause(sentence, above.index, carrier, steps)
        # A day before a noun names it ("the 2024 election"); one after it may tell when the verb's act was.
        if token.deprel in _NAMING and above.index > token.index:
            return None
        if token.index != outer and (token.deprel not in _ARGUMENTS or case_of(sentence, token.index) in _ELSEWHEN):
            return None  # a day on a noun inside another noun is that one's
        token, steps = above, steps + 1
    return None


def _shared_clause(sentence: Sentence, verb: int, carrier: int, steps: int) -> int | None:
    """A day on a verb is also its infinitive's and its coordinate's ("plans to visit on Tuesday")."""
    here = sentence.tokens[carrier]
    while here.relation in ("xcomp", "conj", "obj", "obl", "nmod", "nsubj") and here.head >= 0:
        if is_own_clause(sentence, here.index):
            return None
        steps += 2
        if here.head == verb:
            return steps
        here = sentence.tokens[here.head]
    return None


def inviter_of(sentence: Sentence, trigger: int, carrier: int, mentions: Mentions) -> Mention | None:
    """Who invites to this meeting: "at the invitation of X", "at X's invitation", "invited by X"."""
    for token in sentence.tokens:
        if token.lemma.lower() not in ("invitation", "invite") or not _is_about(sentence, token, {trigger, carrier}):
            continue
        for below in sentence.dependents(token.index, "nmod", "obl", "nmod:poss"):
            if below.deprel == "nmod:poss" or case_of(sentence, below.index) in ("of", "by", "from", ""):
                for head in conjuncts(sentence, below.index):
                    if mentions.get(head):
                        return mentions[head][0]
    return None


def _is_about(sentence: Sentence, token: Token, act: set[int]) -> bool:
    """True if a word hangs on the act itself, or on what the act is a complement of."""
    return _distance(sentence, token.index, act) is not None
