"""How much each two act together comes in; how alike the profiles of two are goes out.

The direct balance between two does not tell allies, who quarrel in public like others; whom each acts with more than
chance does.
"""

import numpy as np

from dragoman.analysis.network.graph import Matrix

DOUBT = 5.0
"""Acts that are added to the observed and to the expected number: few acts move a profile little."""


def lift(together: Matrix) -> Matrix:
    """How many more acts than expected each two share, as the logarithm of observed over expected.

    Expected is the product of the two actors' totals over the grand total; both numbers have DOUBT added.
    """
    strength = together.sum(axis=1)
    total = strength.sum()
    expected = np.outer(strength, strength) / total if total else np.zeros_like(together)
    found: Matrix = np.log((together + DOUBT) / (expected + DOUBT))
    np.fill_diagonal(found, 0.0)
    return found


def likeness(together: Matrix) -> Matrix:
    """The cosine of each two actors' profiles of lift, −1 to 1; what the two do with one another does not count."""
    profile = lift(together)
    inner = profile @ profile.T
    squared = (profile**2).sum(axis=1)
    # Without each other's column: 〈i, j〉 has neither i nor j in it, as a profile is 0 at its own place.
    norms = np.sqrt(np.maximum(squared[:, None] - profile**2, 0.0) * np.maximum(squared[None, :] - profile.T**2, 0.0))
    alike: Matrix = np.divide(inner, norms, out=np.zeros_like(inner), where=norms > 1e-12)
    np.fill_diagonal(alike, 1.0)
    return alike
