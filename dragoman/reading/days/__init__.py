"""Day expressions of English news: found in a text, then resolved against the day on which it was published."""

from dragoman.reading.days.grammar import find_days
from dragoman.reading.days.meanings import DayKind, DayMention
from dragoman.reading.days.resolving import Tense, resolve

__all__ = ["DayKind", "DayMention", "Tense", "find_days", "resolve"]
