"""Those whose own words name no country come in ("local officials"); the country that is theirs goes out."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.candidates import Act, Candidate, Scene
from dragoman.coding.roles import ARMED
from dragoman.coding.sides import is_bare, is_unowned_weapon
from dragoman.record import EventType, Participant, Place
from dragoman.sentences import Mention

Chances = NDArray[np.float32]
Weigh = Callable[[Scene, Candidate, Sequence[Candidate], list[tuple[str, ...]]], Chances]
"""Gives the chances [bearers] that each names the country of a candidate, by columns."""

_ENOUGH = 0.4
# Whose words are taken to be for where it happened, where they name no country; not those who are sent elsewhere.
_SPEAK_FOR_A_PLACE = frozenset(("GOV", "MIL", "COP", "JUD", "LEG"))
_ELSEWHERE = frozenset("ambassador ambassadors diplomat diplomats envoy envoys western european".split())


def homes_of(
    scene: Scene, people: Mapping[str, Sequence[Candidate]], where: Place | None, type_: EventType, weigh: Weigh
) -> Iterator[tuple[str, Candidate, Mention, float]]:
    """For each participant without a country of its own, the likeliest mention that names it, if likely enough.

    Its role comes first; the chance, up to 2 where the participant's own words hold the mention, last.
    """
    bearers = scene.bearers()
    parts = [(role, each.mention.country) for role in ("actor", "recipient") for each in people[role] if each.mention]
    if where is not None:
        parts.append(("place", where.country))
    for role in ("actor", "recipient"):
        for each in people[role]:
            if not bearers or each.mention is None or each.mention.code or is_bare(each.mention):
                continue
            if is_unowned_weapon(scene.article, each):
                continue
            chances = weigh(scene, each, bearers, scene.homes(each, bearers, Act(str(type_), role, tuple(parts))))
            if chances.max() < _ENOUGH and each.mention.sector not in ARMED:
                chances = chances + _named_beside(scene, each, bearers)
            best = int(chances.argmax())
            mention = bearers[best].mention
            if chances[best] >= _ENOUGH and mention is not None and mention.country:
                yield role, each, mention, float(chances[best])


def _named_beside(scene: Scene, homeless: Candidate, bearers: Sequence[Candidate]) -> Chances:
    """1 for each mention that the participant's own words hold: "soldiers [in Gabon]"; else 0.

    Armed groups are not asked this way: "rebels [in Syria]" may be anybody's.
    """
    tree = scene.article.sentences[homeless.sentence].sentence
    inside = set(tree.subtree(homeless.head)) if homeless.head >= 0 else set()
    held = [
        each.sentence == homeless.sentence and each.head in inside and tree.tokens[each.head].head == homeless.head
        for each in bearers
    ]
    return np.array(held, np.float32)


def spoken_for(
    speaker: Participant | None, where: Place | None, recipients: Sequence[Participant]
) -> Place | Participant | None:
    """What gives a speaker its country whose words name none: where it happened, else the only ones it was done to.

    None where it has one, speaks for no place ("a human rights group"), or nothing says which.
    """
    if speaker is None or speaker.country or speaker.actor or speaker.sector not in _SPEAK_FOR_A_PLACE:
        return None
    if _ELSEWHERE.intersection(speaker.text.lower().split()):
        return None
    struck = [each for each in recipients if each.country]
    if where is not None:
        return where if where.country else None
    return struck[0] if len({each.country for each in struck}) == 1 else None
