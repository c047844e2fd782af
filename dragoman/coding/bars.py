"""How sure one must be: the least chances at which an act of a short item or of an article stands, and its recipients.

In an article an act beside others is told sooner: of those with a chance of 0.3 to 0.46, 38 of 55 were right in 160
annotated articles. Padding speaks of ties ("deepens cooperation", "signals a realignment"), so acts of ties need more.
"""

from dataclasses import dataclass

from dragoman.coding.candidates import Scene
from dragoman.coding.heads import Shares
from dragoman.record import EventType

TIES = frozenset(
    (EventType.CONSULT, EventType.COOPERATE, EventType.AGREE, EventType.SUPPORT, EventType.AID, EventType.SANCTION)
)
"""Types of acts that make, show or cut ties."""


@dataclass(frozen=True, slots=True)
class Bars:
    """When an act stands: the least chance of its type, by what else speaks for it.

    `alone`: nothing does, `beside`: another act of the text, `tied`: so, for acts of ties, `drafted`: the rules,
    `apart`: so, between two known parties or of what did not (yet) happen. `happened`: how much the status "happened"
    counts, of which the heads say too much. `actor`, `recipient`: least chances of the sides; recipients are often told
    far from the act. `only_actor`, `only_recipient`: that of the likeliest where nobody reaches the bar; `as_likely`:
    the share of the chance of the likeliest to act that whoever acts with him needs. `types` and `sides`: how far each
    training is heard on what is an act and on who acts on whom.
    """

    alone: float
    beside: float
    tied: float
    drafted: float
    apart: float
    happened: float
    actor: float
    recipient: float
    only_actor: float
    only_recipient: float
    as_likely: float
    types: Shares
    sides: Shares

    @classmethod
    def of(cls, scene: Scene) -> "Bars":
        """Those of an article or of a short item."""
        return ARTICLE if scene.is_article else ITEM

    def side(self, role: str, most: float) -> float:
        """The least chance of a side ("actor", "recipient"), given that of the likeliest: he needs less where nobody
        reaches the bar, and who acts beside him more."""
        bar, only = (self.actor, self.only_actor) if role == "actor" else (self.recipient, self.only_recipient)
        if only <= most < bar:
            return most
        return max(bar, self.as_likely * most) if role == "actor" else bar


ITEM = Bars(
    alone=0.49, beside=0.3, tied=0.3, drafted=0.3, apart=0.18, happened=0.2,
    actor=0.35, recipient=0.38, only_actor=0.35, only_recipient=0.38, as_likely=0.45,
    types=(0.1, 0.45, 0.45), sides=(0.0, 0.7, 0.3),
)  # fmt: skip
ARTICLE = Bars(
    alone=0.5, beside=0.2, tied=0.46, drafted=0.12, apart=0.12, happened=0.8,
    actor=0.35, recipient=0.45, only_actor=0.2, only_recipient=0.1, as_likely=0.5,
    types=(0.3, 0.35, 0.35), sides=(0.0, 0.5, 0.5),
)  # fmt: skip
"""Chosen on dev, dip_dev and full articles (docs/quality.md)."""
OPEN = 0.1
"""Least chance where the caller says by `min_score` what to keep."""
