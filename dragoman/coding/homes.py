"""Those whose own words name no country come in ("local officials"); the country that is theirs goes out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.belonging import Act, bearers, home_columns, is_homeless
from dragoman.coding.candidates import Candidate, Scene
from dragoman.coding.roles import ARMED
from dragoman.coding.sides import is_bare, is_unowned_weapon
from dragoman.record import EventType, Participant, Place
from dragoman.sentences import Mention

Chances = NDArray[np.float32]
Weigh = Callable[[Scene, Candidate, Sequence[Candidate], list[tuple[str, ...]]], Chances]
"""Gives the chances [bearers] that each names the country of a candidate, by columns."""

ENOUGH = 0.4
"""Least chance of a country."""
_TOLD_OTHERWISE = 0.6  # where the reader supposes a country
_REBELS = frozenset("rebel rebels insurgent insurgents separatist separatists".split())
_OF_WHERE_THEY_FIGHT = 0.96
# Whose words are taken to be for where it happened, where they name no country; not those who are sent elsewhere.
_SPEAK_FOR_A_PLACE = frozenset(("GOV", "MIL", "COP", "JUD", "LEG"))
_ELSEWHERE = frozenset("ambassador ambassadors diplomat diplomats envoy envoys western european".split())


@dataclass(frozen=True, slots=True)
class Home:
    """The country of a participant in a role, where the words stand that name it, and its chance, up to 2 where the
    participant's own words hold these."""

    role: str
    participant: Candidate
    country: str
    at: tuple[int, int]
    chance: float


def homes_of(
    scene: Scene, people: Mapping[str, Sequence[Candidate]], where: Place | None, type_: EventType, weigh: Weigh
) -> Iterator[Home]:
    """For each participant without a country of its own, the likeliest one that a mention names, if likely enough.

    Rebels fight at home: of 55 annotated whose country the words leave open 53 are of where the act was done. Gunmen
    and militants are of no known country as often, and of bare "rebels" nobody can tell whose they are.
    """
    named = bearers(scene)
    parts = [
        (role, None if is_homeless(each) else each.mention.country)
        for role in ("actor", "recipient")
        for each in people[role]
        if each.mention
    ]
    if where is not None:
        parts.append(("place", where.country))
    for role in ("actor", "recipient"):
        for each in people[role]:
            if each.mention is None or not is_homeless(each) or is_bare(each.mention):
                continue
            if is_unowned_weapon(scene.article, each):
                continue
            found = None
            if named:
                act = Act(str(type_), role, tuple(parts))
                found = _likeliest(scene, each, named, weigh(scene, each, named, home_columns(scene, each, named, act)))
            if each.mention.is_supposed and (found is None or found[2] < _TOLD_OTHERWISE):
                continue
            if found is not None:
                yield Home(role, each, *found)
            elif _are_rebels(each.mention) and where is not None and where.country and where.span is not None:
                yield Home(role, each, where.country, (where.span.start, where.span.end), _OF_WHERE_THEY_FIGHT)


def _likeliest(
    scene: Scene, homeless: Candidate, named: Sequence[Candidate], chances: Chances
) -> tuple[str, tuple[int, int], float] | None:
    """The likeliest country, where the words stand that name it, and its chance; None where it is not likely enough."""
    if chances.max() < ENOUGH and homeless.mention is not None and homeless.mention.sector not in ARMED:
        chances = chances + _named_beside(scene, homeless, named)
    best = int(chances.argmax())
    mention = named[best].mention
    if chances[best] < ENOUGH or mention is None or not mention.country:
        return None
    return mention.country, (mention.start, mention.end), float(chances[best])


def _are_rebels(mention: Mention) -> bool:
    return mention.text.split()[-1].lower() in _REBELS


def _named_beside(scene: Scene, homeless: Candidate, named: Sequence[Candidate]) -> Chances:
    """1 for each mention that the participant's own words hold: "soldiers [in Gabon]"; else 0.

    Armed groups are not asked this way: "rebels [in Syria]" may be anybody's.
    """
    tree = scene.article.sentences[homeless.sentence].sentence
    inside = set(tree.subtree(homeless.head)) if homeless.head >= 0 else set()
    held = [
        each.sentence == homeless.sentence and each.head in inside and tree.tokens[each.head].head == homeless.head
        for each in named
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
