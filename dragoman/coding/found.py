"""What is known of a word that names an act before its report is written, and who is asked for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.bars import Bars
from dragoman.coding.candidates import Candidate, Scene
from dragoman.coding.heads import Heads
from dragoman.coding.lexicon import Lexicon

Chances = NDArray[np.float32]


class Weigher(Protocol):
    """What gives chances of parts and homes: the trained coder."""

    name: str
    version: str
    heads: Heads
    lexicon: Lexicon

    def chances(self, scene: Scene, number: int, place: int, candidates: Sequence[Candidate], type_: int) -> Chances:
        """Chances [candidates, ROLES] of each part."""
        ...

    def homes(
        self, scene: Scene, homeless: Candidate, bearers: Sequence[Candidate], columns: list[tuple[str, ...]]
    ) -> Chances:
        """Chances [bearers] that each names the participant's country."""
        ...


@dataclass(frozen=True)
class Found:
    """A word of a sentence that names an act: chances of its types, its columns, and how sure one must be."""

    scene: Scene
    number: int
    place: int
    chances: Chances
    words: NDArray[np.int64]
    bars: Bars
