"""A process that serves comes in; what is gone is looked for in its memory while nobody waits for a page."""

import gc

from dragoman.web.sending import at_rest

_LOOKED_FOR_ANYWAY = 500_000
"""Objects more than there were from which on it is looked in the midst of a page: a tenth of a second and longer."""
_ENOUGH = 20_000
"""Objects more than there were from which on it is looked at rest."""
_THROUGH_ALL = 100
"""Of so many looks, one goes through all that there is, and the others through what is new."""


class Tidying:
    """Looks for what is gone at rest, and not whenever some hundred objects are made, as Python does by itself.

    Pages make tens of thousands of objects, nearly all of which go by themselves when the page is sent; to look for
    others among them and among the answers that are kept held some pages up by a quarter of a second.
    """

    def __init__(self) -> None:
        self._looks = 0

    def begin(self) -> None:
        """From now on it is looked at rest; what is there now stays."""
        gc.set_threshold(_LOOKED_FOR_ANYWAY, 10, 10)
        gc.collect()
        gc.freeze()

    def look(self) -> bool:
        """Looks where there is enough that is new and no page is being made; False where it did not."""
        if gc.get_count()[0] < _ENOUGH:
            return False
        with at_rest() as is_at_rest:
            if not is_at_rest:
                return False
            self._looks += 1
            if self._looks % _THROUGH_ALL == 0:
                gc.unfreeze()
            gc.collect()
            gc.freeze()
        return True
