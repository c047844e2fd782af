"""Chances of the trained heads and the rules' draft come in; chances that lean to what the rules say go out."""

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.heads import Heads
from dragoman.coding.lexicon import Lexicon
from dragoman.coding.settling import Told
from dragoman.coding.status import status_of
from dragoman.record import Status
from dragoman.sentences import Sentence

Chances = NDArray[np.float32]

# How far the status leans to what the rules found; what they call denied, possible, cancelled or urged is so.
_STATUS_LEAN = {Status.HAPPENED: 5.0, Status.PLANNED: 60.0, Status.ONGOING: 60.0}
_UNDRAFTED_LEAN = 10.0  # what the words around an act say that the rules did not draft


def leaning(heads: Heads, chances: Chances, draft: Told, lean: float) -> Chances:
    """Chances of the types, that of the rules' draft taken `lean` times."""
    leant = chances.copy()
    leant[heads.types.index(str(draft.report.type))] *= lean
    whole: Chances = leant / leant.sum()
    return whole


def leant_statuses(
    heads: Heads, chances: Chances, tree: Sentence, trigger: int, draft: Told | None, lexicon: Lexicon
) -> Chances:
    """Chances of the statuses, leaning to the draft's or, without one, to what the words around the act say."""
    leant = chances.copy()
    if draft:
        drafted = draft.report.status
        leant[heads.statuses.index(str(drafted))] *= _STATUS_LEAN.get(drafted, 1e6)
    else:
        told = status_of(tree, trigger, None, lexicon)
        if not told.barred and told.status is not Status.HAPPENED:
            leant[heads.statuses.index(str(told.status))] *= _UNDRAFTED_LEAN
    whole: Chances = leant / leant.sum()
    return whole
