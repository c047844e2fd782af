"""Common nouns for what people settle and rule: they name a place with its name, and nobody without."""

SETTLED = frozenset(
    """capital city town village hamlet port district province county region prefecture department governorate commune
    municipality suburb neighborhood neighbourhood settlement oblast raion area island territory""".split()
)
"""As in "the village of Gorny"."""
