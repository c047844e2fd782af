"""A phrase of the news → its parts in order: names of the book, role words, prepositions, and what is left over."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from dragoman.ontology.actors import Candidate, NameHit
from dragoman.ontology.role_words import Role
from dragoman.ontology.words import CAPITAL, CAPS, LOWER, Words

_LINKS = frozenset(
    (
        "of", "for", "from", "in", "at", "to", "with", "by", "on", "near", "against", "over", "under", "within",
        "inside", "outside", "around", "across", "between", "among", "about", "into", "after", "before",
        "during", "since",
    )
)  # fmt: skip
_JOINS = frozenset(("and", "or", "as", "but", "who", "that", "which", "while", "when"))
_SMALL = frozenset(
    ("the", "a", "an", "this", "that", "these", "those", "any", "each", "every", "no", "another", "such", "s")
)
# What a name stands in when it only qualifies: "Iran-backed", "pro-Russian" say nothing of whom one belongs to.
_BACKED = frozenset(
    (
        "backed", "supported", "born", "based", "speaking", "linked", "aligned", "allied", "affiliated",
        "funded", "made", "trained", "sponsored", "friendly", "leaning", "educated", "inspired", "supplied",
        "built", "brokered", "mediated", "bound", "registered", "flagged",
    )
)  # fmt: skip
_LED = frozenset(
    (
        "led", "run", "controlled", "owned", "administered", "held", "occupied", "dominated", "installed",
        "appointed", "commanded",
    )
)  # fmt: skip
_AGAINST = frozenset(("pro", "anti", "non"))
# After these a complement says whom one leans on, not whom one belongs to.
_LEANING = frozenset(
    (
        "linked", "loyal", "allied", "affiliated", "close", "tied", "opposed", "hostile", "sympathetic",
        "aligned", "backed", "supported",
    )
)  # fmt: skip


class Sort(Enum):
    """What a part of a phrase is."""

    NAME = "name"
    ROLE = "role"
    FORMER = "former"
    WORD = "word"
    PROPER = "proper"


@dataclass(slots=True)
class Part:
    """A stretch of words [first, last]: a name with whom it may mean, a role, or a loose word.

    `inner` is the state whose name or institution stands within role words: "FBI agents".
    """

    sort: Sort
    first: int
    last: int
    candidates: tuple[Candidate, ...] = ()
    role: Role | None = None
    is_led: bool = False
    is_possessor: bool = False
    inner: str | None = None


@dataclass(slots=True)
class Segment:
    """The parts between two prepositions or commas; `link` is the preposition before it ("" for the first)."""

    link: str
    parts: list[Part] = field(default_factory=list)
    is_leaning: bool = False
    is_left_open: bool = False

    def of(self, sort: Sort) -> list[Part]:
        """The parts of one sort, in order."""
        return [part for part in self.parts if part.sort is sort]


class Divider:
    """Divides phrases, with the role words and fillers of the shelves."""

    def __init__(
        self, roles: Mapping[str, list[object]], longest: int, fillers: frozenset[str], former: frozenset[str]
    ) -> None:
        self.roles = roles
        self.longest = longest
        self.fillers = fillers
        self.former = former

    def divide(self, words: Words, hits: list[NameHit]) -> list[Segment]:
        """The segments of a phrase, first its head."""
        starts = {start: place for place, start in enumerate(words.starts)}
        named = {starts[hit.start]: hit for hit in hits if hit.start in starts}
        segments = [Segment("")]
        place = 0
        while place < len(words):
            if place and "," in words.gap(place - 1) and not words.keys[place].isdigit():
                segments.append(Segment(","))
            place = self._take(words, place, named, segments)
        return [segment for number, segment in enumerate(segments) if segment.parts or number == 0]

    def _take(self, words: Words, place: int, named: dict[int, NameHit], segments: list[Segment]) -> int:
        """Add the part that begins at a word; the place after it."""
        segment = segments[-1]
        hit, (size, role) = named.get(place), self._role_at(words, place)
        length = self._length(words, place, hit) if hit else 0
        if hit and hit.candidates[0].kind == "place" and length == 1 and words.keys[place] in self.fillers:
            hit = None
        if hit and (length > size or (length == size and self._is_name_first(hit, segment, words, place))):
            return self._take_name(words, place, length, hit, segment)
        if role:
            inner = _state_inside(named, place, size)
            segment.parts.append(Part(Sort.ROLE, place, place + size - 1, role=role, inner=inner))
            return place + size
        key = words.keys[place]
        if (key == "at" and words.keys[place + 1 : place + 2] == ["least"]) or (
            key == "to" and words.keys[max(place - 1, 0)] == "up"
        ):
            return place + 1
        if key in _LINKS or key in _JOINS:
            is_leaning = (
                bool(segment.parts)
                and segment.parts[-1].sort is Sort.WORD
                and words.keys[segment.parts[-1].last] in _LEANING
            )
            segment.is_left_open = is_leaning
            segments.append(
                Segment(
                    key if key in _LINKS else "and", is_leaning=is_leaning or (segment.is_leaning and key in _JOINS)
                )
            )
            return place + 1
        if key == "s" and place and words.gap(place - 1).strip() in ("'", "’") and segment.parts:
            segment.parts[-1].is_possessor = True
            return place + 1
        if key in self.former:
            segment.parts.append(Part(Sort.FORMER, place, place))
            return place + 1
        if key in _SMALL or key in self.fillers or key.isdigit() or re.fullmatch(r"\d+\w*", key):
            return place + 1
        if self._is_qualified(words, place):
            return place + 1
        before = segment.parts[-1] if segment.parts else None
        if (
            before
            and before.sort is Sort.PROPER
            and before.last == place - 1
            and words.gap(place - 1) in ("-", "‑", "–")
        ):
            before.last = place  # "Jong-un", "Le Drian's" second half
            return place + 1
        sort = Sort.WORD if words.shapes[place] == LOWER else Sort.PROPER
        segment.parts.append(Part(sort, place, place))
        return place + 1

    def _take_name(self, words: Words, place: int, length: int, hit: NameHit, segment: Segment) -> int:
        end = place + length
        is_pro = place > 0 and words.keys[place - 1] in _AGAINST and words.gap(place - 1) == "-"
        tail = words.keys[end] if end < len(words) and words.gap(end - 1) in ("-", "‑", "–", " ") else ""
        if tail in _BACKED and words.gap(end - 1) != " ":
            return end + 1
        if not is_pro:
            is_led = tail in _LED and words.gap(end - 1) != " "
            segment.parts.append(Part(Sort.NAME, place, end - 1, hit.candidates, is_led=is_led))
            return end + 1 if is_led else end
        if segment.parts and segment.parts[-1].last == place - 1:
            segment.parts.pop()
        return end

    def _is_qualified(self, words: Words, place: int) -> bool:
        """True for the second half of "French-led", "foreign-backed" and the first of "pro-Russian"."""
        key = words.keys[place]
        if key in _AGAINST and place + 1 < len(words) and words.gap(place) == "-":
            return True
        return (key in _BACKED or key in _LED) and place > 0 and words.gap(place - 1) == "-"

    def _role_at(self, words: Words, place: int) -> tuple[int, Role | None]:
        for size in range(min(self.longest, len(words) - place), 0, -1):
            found = self.roles.get(" ".join(words.keys[place : place + size]))
            if found is None or any("," in words.gap(each) for each in range(place, place + size - 1)):
                continue
            if size == 1 and self._is_proper_name(words, place, found):
                continue
            return size, Role(*found)  # type: ignore[arg-type]
        return 0, None

    def _is_proper_name(self, words: Words, place: int, role: list[object]) -> bool:
        """True for short titles that are words of names here ("fr", "don", "lord") and not written as titles."""
        return bool(role[6]) and words.shapes[place] == LOWER and len(words.keys[place]) < 5

    @staticmethod
    def _length(words: Words, place: int, hit: NameHit) -> int:
        length = 1
        while place + length < len(words) and words.starts[place + length] < hit.end:
            length += 1
        return length

    def _is_name_first(self, hit: NameHit, segment: Segment, words: Words, place: int) -> bool:
        """Whether words that are both a name and a role are read as the name."""
        first = hit.candidates[0]
        if first.what in ("surname", "city", "region") or first.kind in ("outlet", "party", "person", "place"):
            return False
        if first.what in ("seat", "institution"):
            # "German Foreign Office": the office of whoever stands before it, not the one that goes by that name.
            return not any(part.candidates and part.candidates[0].kind == "state" for part in segment.of(Sort.NAME))
        return words.shapes[place] in (CAPITAL, CAPS)


def _state_inside(named: dict[int, NameHit], place: int, size: int) -> str | None:
    """The state whose institution or name stands within role words."""
    inside = (named[each].candidates[0] for each in range(place, place + size) if each in named)
    return next((each.country for each in inside if each.kind == "state"), None)
