"""Candidates for a part in an act come in; which of them are one party, of its own side or named together goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.coding.arguments import case_of
from dragoman.coding.attribution import Claim
from dragoman.coding.candidates import Candidate
from dragoman.coding.roles import ARMED, is_one_party
from dragoman.ontology.acts import RECIPROCAL
from dragoman.ontology.localities import SETTLED
from dragoman.record import EventType
from dragoman.sentences import Mention, MentionKind, ReadArticle, Sentence

_NOT_THE_STATE = ARMED | {"CVL", "OPP"}
# Acts of speech in which officials and their own state may stand against each other.
_AT_ODDS = frozenset((EventType.ACCUSE, EventType.REQUEST, EventType.THREATEN))
_THERE = frozenset(("in", "at", "near"))
# Where something is said and by what means; what is done with whom a state hands over; whom a protest is for.
_PLATFORMS = frozenset("Facebook Instagram Telegram TikTok Twitter WhatsApp X YouTube".split())
_MEANS = frozenset(("on", "via", "through", "over"))
_HANDING = frozenset(("extradite", "hand", "surrender", "transfer", "render"))
_BACKING = frozenset(("support", "favor", "favour", "solidarity"))
_CAPTURES = frozenset(
    """capture recapture seize take retake overrun control gain conquer occupy enter invade advance close encircle
    besiege surround approach push liberate""".split()
)
_WEAPONS = frozenset("drone missile rocket uav shell projectile bomb".split())
# Of the heads' chance that somebody has a side: all but certain, and doubted where the rules give it.
_CERTAIN, _LIKELY, _DOUBTED = 0.8, 0.6, 0.35
_FAR_LIKELIER = 2  # how much likelier a state alone must be acted on to lose the side that acts
_HARMS = frozenset(("injure", "kill", "wound"))
_NEAR = 2  # words above the noun of an assault under which a participle may say whom it harmed
_MOVES = frozenset(("militia", "police", "troops"))  # modes of MOBILIZE
_MOST_IN_A_CLASH = 4  # of 6,643 annotated items none has more
_WITHIN = frozenset(("amod", "compound", "flat", "appos"))  # how the words of one name hang together
_WHOLE = frozenset((MentionKind.STATE, MentionKind.BODY, MentionKind.GROUP))


@dataclass(frozen=True, slots=True)
class Likely:
    """A candidate for one side: whether the rules give it that side, the heads' chance of it, of a pronoun also that of
    whom it means (`by_name`), whether it stands in the sentence of the act."""

    candidate: Candidate
    is_drafted: bool
    chance: float
    by_name: float
    is_here: bool


def joined(tree: Sentence, likely: Sequence[Likely], type_: EventType) -> list[Candidate]:
    """Whom the rules give a side, and whom the heads are all but certain of, who drives out whom they doubt.

    For a pronoun whose like was named in the sentence stands who was named; where two agree, it is as likely as he,
    whom readers label: "Denmark says that [it] agreed with Canada". Nobody is driven from a meeting: whom the heads
    doubt as one side of it they may hold for the other; nor by those whom he is named with, "armed men and women". Nor
    does part of a name join it: "the Russian mercenary group Wagner". Those of the same words stand together: "the two
    countries".
    """
    likely = [each for each in likely if each.candidate.mention]
    certain = [each for each in likely if each.chance >= _CERTAIN]
    kept: list[Candidate] = []
    standing: set[tuple[int, int]] = set()
    for each in likely:
        given: Candidate | None = each.candidate
        doubted = max(each.chance, each.by_name) if type_ in RECIPROCAL else each.chance
        if certain and doubted < _DOUBTED and type_ is not EventType.CONSULT:
            given = _meant(each.candidate, certain) if type_ not in RECIPROCAL else None
            if given is None and any(_are_together(tree, each, other) for other in certain):
                given = each.candidate
        if each.is_drafted and given:
            standing.add((each.candidate.start, each.candidate.end))
            if not any(is_same(given, other) for other in kept):
                kept.append(given)
    for each in likely:
        is_standing = each.is_drafted and (each.candidate.start, each.candidate.end) in standing
        if is_standing and not any(is_same(each.candidate, other) for other in kept):
            kept.append(each.candidate)
    for each in certain if kept else ():
        if each.is_here and not any(is_same(each.candidate, one) or _is_of_name(tree, each, one) for one in kept):
            kept.append(each.candidate)
    return sorted(kept, key=lambda each: each.start)


def _meant(one: Candidate, certain: Sequence[Likely]) -> Candidate | None:
    """Whom a pronoun or "the bloc" means, if that is one of these."""
    for each in certain:
        other = each.candidate
        if one.mention is None or other.mention is None or one.mention.code != other.mention.code:
            continue
        if one.mention.follows == other.mention.start:
            return other if each.is_here else one
    return None


def _are_together(tree: Sentence, one: Likely, other: Likely) -> bool:
    """True for two of the sentence of the act whom an "and" or a comma puts side by side."""
    if not (one.is_here and other.is_here):
        return False
    words = [tree.tokens[each.candidate.head] for each in (one, other)]
    first, second = (word.head if word.relation == "conj" else word.index for word in words)
    return words[0] is not words[1] and first == second


def _is_of_name(tree: Sentence, one: Likely, other: Candidate) -> bool:
    """True for two of the sentence of the act whose words are of one name."""
    return one.candidate.sentence == other.sentence and _top(tree, one.candidate.head) == _top(tree, other.head)


def _top(tree: Sentence, word: int) -> int:
    """The head of the name that a word is of."""
    while tree.tokens[word].relation in _WITHIN:
        word = tree.tokens[word].head
    return word


def settled(
    tree: Sentence,
    act: tuple[int, int],
    kind: tuple[EventType, str | None],
    people: Mapping[str, Sequence[Candidate]],
    chances: Mapping[Candidate, tuple[float, float]],
) -> tuple[list[Candidate], list[Candidate], list[Candidate]]:
    """Who acts, on whom, and the scenes of force among these, by the rules of this module in turn.

    `act` is the sentence and the trigger, `kind` the type and the mode, `people` who was chosen for each part,
    `chances` those of each candidate to act and to be acted on.
    """
    type_ = kind[0]
    is_two_sided = type_ in RECIPROCAL
    actors, recipients = (
        [each for each in people[role] if not is_beside(tree, each, act[0], type_)] for role in ("actor", "recipient")
    )
    if not is_two_sided:
        actors, recipients = parted(actors, recipients, chances)
    actors = opposed(actors, recipients, is_two_sided=is_two_sided)
    actors, recipients = by_kind(tree, act, kind, (actors, recipients), chances)
    scenes = [each for each in recipients if type_ is EventType.ASSAULT and is_scene(tree, each, act)]
    recipients = struck(recipients, actors, scenes, type_)
    return actors, others(recipients, actors, is_two_sided=is_two_sided), scenes


def is_mere_list(type_: EventType, actors: int, recipients: int) -> bool:
    """True for so many who strike, and nobody who is struck: a list of names does not say who fights whom."""
    return type_ is EventType.ASSAULT and not recipients and actors > _MOST_IN_A_CLASH


def is_missing_side(tree: Sentence, type_: EventType, people: Mapping[str, Sequence[Candidate]], claim: Claim) -> bool:
    """True if who speaks of talks "with North Korea" is the other side of them: an official of another state."""
    sides = [*people["actor"], *people["recipient"]]
    if type_ is not EventType.CONSULT or len(sides) != 1 or claim.is_denied or claim.is_accusation:
        return False
    met, speaker = sides[0].mention, claim.speaker
    if met is None or speaker is None or speaker.sector != "GOV" or speaker.code in (None, met.code):
        return False
    return sides[0].head >= 0 and case_of(tree, sides[0].head) == "with"


def is_itself(one: Candidate, other: Candidate) -> bool:
    """True for a state, body or group named on both sides of an act: it does nothing to itself. Parts of it may."""
    mentions = [each.mention for each in (one, other) if each.mention and each.mention.kind in _WHOLE]
    return len(mentions) == 2 and mentions[0].code is not None and mentions[0].code == mentions[1].code


def parted(
    actors: Sequence[Candidate], recipients: Sequence[Candidate], chances: Mapping[Candidate, tuple[float, float]]
) -> tuple[list[Candidate], list[Candidate]]:
    """Both sides of an act, whoever stands on both left on the likelier: "Macron" does not reject "Macron".

    `chances` are those to act and to be acted on.
    """
    mine, theirs = list(actors), list(recipients)
    for one, other in [(one, other) for one in actors for other in recipients]:
        if (one is not other and is_itself(one, other)) or not _is_one(one, other):
            continue
        is_sure = chances[other][1] > _FAR_LIKELIER * chances[one][0] and len(theirs) == 1
        is_needed = is_itself(one, other) and len(mine) == 1 and not is_sure
        if chances[one][0] < chances[other][1] and not is_needed:
            mine = [each for each in mine if each is not one]
        else:
            theirs = [each for each in theirs if each is not other]
    return mine, theirs


def _is_one(one: Candidate, other: Candidate) -> bool:
    """True for the same words or the same person."""
    mine, theirs = one.mention, other.mention
    is_person = mine is not None and theirs is not None and mine.person is not None and mine.person == theirs.person
    return one.start == other.start or is_person


def by_kind(
    tree: Sentence,
    act: tuple[int, int],
    kind: tuple[EventType, str | None],
    sides: tuple[Sequence[Candidate], Sequence[Candidate]],
    chances: Mapping[Candidate, tuple[float, float]],
) -> tuple[list[Candidate], list[Candidate]]:
    """Both sides by what is done: nobody is resigned at, troops seldom move against somebody (86 of 320 annotated), and
    who "receives" aid is whom it is given to. `kind` is the type and the mode, `act` the sentence and the trigger."""
    actors, recipients = map(list, sides)
    type_, mode = kind
    if mode == "resign":
        return actors, []
    if type_ is EventType.MOBILIZE and mode in _MOVES:
        return actors, [each for each in recipients if chances[each][1] >= _LIKELY]
    if type_ is EventType.AID and tree.tokens[act[1]].lemma.lower() == "receive":
        given = [each for each in actors if _is_subject(tree, each, act) and not recipients]
        return [each for each in actors if each not in given], [*recipients, *given]
    return actors, recipients


def with_harmed(
    article: ReadArticle, act: tuple[int, int], recipients: Sequence[Candidate], here: Sequence[Candidate]
) -> list[Candidate]:
    """The recipients of an assault with whom its sentence says it harmed: "shelled a village, killing [six people]".

    Of 105 such annotated 95 are recipients. Towns and houses beside them are where it struck; a number alone counts
    those who are named ("attacked soldiers, killing five"). `here` are the candidates of the sentence.
    """
    tree = article.sentences[act[0]].sentence
    heads = _harmed(tree, act[1])
    more = [each for each in here if each.mention and each.head in heads]
    if not more:
        return list(recipients)
    kept = [each for each in recipients if not is_ground(each) and word_of(article, each) not in SETTLED]
    named = list(kept)
    for each in more:
        is_number = tree.tokens[each.head].upos == "NUM"
        if not (is_number and named) and not any(is_same(each, other) for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)


def _harmed(tree: Sentence, act: int) -> set[int]:
    """Head words of whom a participle below the act, or below what the act's noun hangs on, says to be harmed."""
    above = [] if tree.tokens[act].upos == "VERB" else [each.index for each in tree.ancestors(act)][:_NEAR]
    heads: set[int] = set()
    for verb in (act, *above):
        for clause in tree.dependents(verb, "advcl", "conj", "acl"):
            if clause.xpos == "VBG" and clause.lemma.lower() in _HARMS:
                for one in tree.dependents(clause.index, "obj"):
                    heads |= {one.index, *(each.index for each in tree.dependents(one.index, "conj"))}
    return heads


def _is_subject(tree: Sentence, each: Candidate, act: tuple[int, int]) -> bool:
    token = tree.tokens[each.head] if each.sentence == act[0] and each.head >= 0 else None
    return token is not None and token.deprel == "nsubj" and token.head == act[1]


def counterpart(
    article: ReadArticle, sides: Sequence[Candidate], beside: Sequence[Candidate], type_: EventType
) -> list[Candidate]:
    """Of those whom the heads name `beside` the only party that the rules know to a meeting or a deal, the one that may
    be the other; none where there are several, of whom nobody knows which, nor where several meet ("ECOWAS leaders").
    Where a body meets it is no member of it, as far as the article's blocs tell the members."""
    mentions = [each.mention for each in sides if each.mention]
    if type_ not in RECIPROCAL or len({each.code for each in mentions} - {None}) > 1:
        return []
    bodies = [each.code or "" for each in mentions if each.kind is MentionKind.BODY]
    if any(body not in article.blocs for body in bodies) or any(_is_plural(article, each) for each in sides):
        return []
    members = frozenset().union(*(article.blocs[body] for body in bodies))
    named = [each for each in beside if each.mention and each.mention.code and each.mention.code not in members]
    more = [each for each in named if not any(is_same(each, one) for one in sides)]
    return more if len(more) == 1 else []


def _is_plural(article: ReadArticle, each: Candidate) -> bool:
    return each.head >= 0 and article.sentences[each.sentence].sentence.tokens[each.head].has("Number=Plur")


def is_beside(tree: Sentence, each: Candidate, here: int, type_: EventType) -> bool:
    """True for who is no side by the words that hold him: a platform that something is said "on", whom a protest is "in
    support of", whom one state hands over to another."""
    if each.sentence != here or each.head < 0:
        return False
    token = tree.tokens[each.head]
    if token.text in _PLATFORMS:
        return case_of(tree, each.head) in _MEANS or tree.tokens[token.head].lemma.lower() == "use"
    if type_ is EventType.COOPERATE:
        return token.deprel in ("obj", "nsubj:pass") and tree.tokens[token.head].lemma.lower() in _HANDING
    return type_ is EventType.PROTEST and tree.tokens[token.head].lemma.lower() in _BACKING


def is_own_state(one: Candidate, actor: Candidate, type_: EventType) -> bool:
    """True for the state whose office or leader acts: who "withdraws Russia from the treaty" does not do so to it.

    Who accuses, asks or threatens a state by its name may mean those who speak for it, and may be at odds with them.
    """
    mine, theirs = one.mention, actor.mention
    if mine is None or theirs is None or mine.kind is not MentionKind.STATE or type_ in _AT_ODDS:
        return False
    is_of_state = theirs.kind in (MentionKind.PERSON, MentionKind.OFFICE) and theirs.sector == "GOV"
    return is_of_state and mine.code == theirs.code


def is_scene(tree: Sentence, each: Candidate, act: tuple[int, int]) -> bool:
    """True for the town or region "in", "at" or "near" which an act of force is told to be: it is where, not who."""
    is_held = each.sentence == act[0] and tree.tokens[each.head].head == act[1]
    return is_ground(each) and is_held and case_of(tree, each.head) in _THERE


def struck(
    recipients: Sequence[Candidate], actors: Sequence[Candidate], scenes: Sequence[Candidate], type_: EventType
) -> list[Candidate]:
    """The recipients of an act without the actor itself, its own state, and `scenes`, where force is used.

    Where nobody else takes part, the scene stands for whoever was struck.
    """
    left = [each for each in recipients if each not in scenes]
    if not left and not actors:
        return list(scenes)
    return [
        each for each in left if not any(is_itself(each, other) or is_own_state(each, other, type_) for other in actors)
    ]


def is_capture(tree: Sentence, act: int) -> bool:
    """True for a word that tells of ground taken, entered or besieged."""
    return tree.tokens[act].lemma.lower() in _CAPTURES


def is_misread(article: ReadArticle, each: Candidate, role: str, is_taken: bool) -> bool:
    """True for whom the rules give a side and who has none: "a [drone] strike", "a bombing in [Homs]" do not act, and
    of ground that `is_taken` the words name no holder ("the [villages] of …")."""
    if each.mention is None or each.head < 0:
        return False
    if role == "recipient":
        return is_taken and (is_ground(each) or word_of(article, each) in SETTLED)
    there = case_of(article.sentences[each.sentence].sentence, each.head) in _THERE
    return is_unowned_weapon(article, each) or (is_ground(each) and there)


def is_unowned_weapon(article: ReadArticle, each: Candidate) -> bool:
    """True for drones, rockets and the like whose words do not say whose they are, as nothing else does then: not where
    they struck or came down."""
    return each.mention is not None and not each.mention.code and word_of(article, each) in _WEAPONS


def word_of(article: ReadArticle, each: Candidate) -> str:
    """The lemma of a candidate's head word."""
    return article.sentences[each.sentence].sentence.tokens[each.head].lemma.lower()


def is_ground(each: Candidate) -> bool:
    """True for a town or region named as such: who takes it takes it from whoever held it, not from its state."""
    return each.mention is not None and each.mention.kind is MentionKind.PLACE


def others(recipients: list[Candidate], actors: list[Candidate], *, is_two_sided: bool) -> list[Candidate]:
    """The recipients without those of an actor's own side, where somebody else is named.

    "Putin received Mali's leader, General Goïta" has two sides, and the general is of one of them; whoever "left the
    treaty with Iran" does so to Iran. Alone, a recipient may be of the actor's state: a government arrests its own. Nor
    are rebels and civilians of their state's side: they accuse "Malian soldiers and mercenaries".
    """
    sides = {each.mention.code for each in actors if each.mention and each.mention.code}
    apart = {each.mention.code for each in actors if each.mention and each.mention.sector in _NOT_THE_STATE}
    left = [each for each in recipients if not (each.mention and each.mention.code in sides)]
    is_named = any(each.mention and each.mention.code for each in left)
    if is_two_sided or not is_named:
        return left if is_named or (is_two_sided and len(sides) > 1) else recipients
    return [each for each in recipients if each in left or (each.mention and each.mention.code in apart)]


def opposed(actors: list[Candidate], recipients: Sequence[Candidate], *, is_two_sided: bool) -> list[Candidate]:
    """The actors without those of a recipient's side, where somebody else acts: "the Chinese ambassador to [India]
    accuses India". Rebels, civilians and oppositions act against their own state."""
    theirs = {each.mention.code for each in recipients if each.mention and each.mention.code and not is_ground(each)}
    left = [
        each
        for each in actors
        if each.mention and (each.mention.code not in theirs or each.mention.sector in _NOT_THE_STATE)
    ]
    is_named = any(each.mention and each.mention.code for each in left)
    return left if is_named and not is_two_sided else actors


def is_bare(mention: Mention) -> bool:
    """True for "rebels" and "gunmen" of whom the text says no more: nobody can tell whose they are."""
    return mention.sector in ARMED and " " not in mention.text


def is_same(one: Candidate, other: Candidate) -> bool:
    """True for two candidates that are one party, or that are read from the same words."""
    codes = [each.mention.code if each.mention else None for each in (one, other)]
    if one.start < other.end and other.start < one.end:
        # "foreign ministers of Mali and Niger" are two mentions of the same words.
        return not (one.head == other.head and codes[0] != codes[1])
    if one.mention is None or other.mention is None:
        return False
    return codes[0] is not None and is_one_party(one.mention, other.mention)
