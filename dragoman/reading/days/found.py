"""Words of a text that match a pattern of the grammar, and what they carry: numbers, units, the year they point to."""

from dataclasses import dataclass
from typing import Self

from dragoman.reading.days.meanings import InYear, Part, Side, Unit
from dragoman.reading.days.words import Value, Words


@dataclass(frozen=True, slots=True)
class Found:
    """Some words that match a pattern: the places of the first and of the one after the last, and their kinds."""

    words: Words
    first: int
    stop: int
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, words: Words, first: int, stop: int) -> Self:
        """The words from one place up to another."""
        return cls(words, first, stop, tuple(words.kind(place) for place in range(first, stop)))

    def has(self, *kinds: str) -> bool:
        """True if one of the words is of one of these kinds."""
        return any(kind in self.kinds for kind in kinds)

    def _values(self, kinds: tuple[str, ...]) -> list[Value]:
        return [self.words.values[self.first + place] for place, kind in enumerate(self.kinds) if kind in kinds]

    def numbers(self, *kinds: str) -> list[int]:
        """The numbers of all words of these kinds, in the order of the text."""
        return [value for value in self._values(kinds) if isinstance(value, int)]

    def number(self, *kinds: str) -> int | None:
        """The number of the first word of these kinds; None if there is none."""
        return next(iter(self.numbers(*kinds)), None)

    def name(self, kind: str) -> str:
        """The name that the first word of a kind carries; "" if there is none."""
        return next((value for value in self._values((kind,)) if isinstance(value, str)), "")

    @property
    def unit(self) -> Unit:
        """The unit of the calendar among the words."""
        kinds = ("uhour", "uday", "uweek", "umonth", "uyear", "udecade", "ucentury", "uweekend", "plural")
        return next(value for value in self._values(kinds) if isinstance(value, Unit))

    @property
    def part(self) -> Part | None:
        """The part among the words ("early", "end of")."""
        return next((value for value in self._values(("part", "partnoun")) if isinstance(value, Part)), None)

    @property
    def before(self) -> str:
        """The kind of the word just before; "other" at the start of the text."""
        return self.words.kind(self.first - 1)

    def offsets(self, kind: str) -> tuple[int, int]:
        """Where in the text the first word of a kind starts and ends."""
        place = self.first + self.kinds.index(kind)
        return self.words.starts[place], self.words.ends[place]

    @property
    def text(self) -> str:
        """The whole text around them."""
        return self.words.text

    @property
    def end(self) -> int:
        """Where in the text the words end."""
        return self.words.ends[self.stop - 1]

    @property
    def shift(self) -> int:
        """-1 for "last", 1 for "next", 0 for "this" or neither."""
        if self.has("last", "past", "previous"):
            return -1
        return 1 if self.has("next", "coming", "following") else 0

    @property
    def side(self) -> Side | None:
        """Which neighbour is meant where no year follows: "last March", "next Tuesday"."""
        return {-1: Side.EARLIER, 1: Side.LATER}.get(self.shift)

    @property
    def year(self) -> InYear | None:
        """The year that the words name or point to."""
        if number := self.number("year"):
            return InYear(number=number)
        if self.has("uyear"):
            return InYear(shift=self.shift)
        return InYear(shift=0) if self.has("this") and not self.has("past", "coming") else None

    @property
    def dated(self) -> tuple[InYear | None, Side | None]:
        """The year, and the neighbour where there is no year."""
        return self.year, None if self.year else self.side
