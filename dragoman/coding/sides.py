"""Candidates for a part in an act come in; which of them are one party, of its own side or named together goes out."""

from dragoman.coding.candidates import Candidate
from dragoman.coding.roles import ARMED, is_one_party
from dragoman.sentences import Mention, MentionKind

_NOT_THE_STATE = ARMED | {"CVL", "OPP"}
_WHOLE = frozenset((MentionKind.STATE, MentionKind.BODY, MentionKind.GROUP))


def is_itself(one: Candidate, other: Candidate) -> bool:
    """True for a state, body or group named on both sides of an act: it does nothing to itself. Parts of it may."""
    mentions = [each.mention for each in (one, other) if each.mention and each.mention.kind in _WHOLE]
    return len(mentions) == 2 and mentions[0].code is not None and mentions[0].code == mentions[1].code


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
