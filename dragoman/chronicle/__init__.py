"""The record over time: events kept up to date as articles come, asked as known by any day, judged and verified."""

from dragoman.chronicle.asking import Chronicle
from dragoman.chronicle.keeping import Keeper, merge_all

__all__ = ["Chronicle", "Keeper", "merge_all"]
