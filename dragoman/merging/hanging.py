"""Things come in, a few or many at a time; which of them hang together goes out, by comparing no more than that asks.

What hangs together is the same in whatever order things come, for whether two are linked depends on these two alone.
Only those that share a key are compared, and of those that are known to hang together already, one: a thousand tellings
of one act cost a thousand comparisons, not half a million. Those with one face are compared as one.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


class Groups:
    """Ids joined into groups, each named for its least id."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, id_: str) -> str:
        """The least id of the group that this one is in."""
        above = self._above
        root = id_
        while (higher := above.get(root, root)) != root:
            root = higher
        while id_ != root:
            above[id_], id_ = root, above.get(id_, id_)
        return root

    def join(self, one: str, other: str) -> str:
        """Make two groups one, and give its name."""
        first, second = sorted((self.find(one), self.find(other)))
        self._above[second] = first
        return first


@dataclass(frozen=True, slots=True)
class Manner(Generic[T]):
    """How things of a kind are compared.

    `filed` are the keys that a thing is found by, `sought` those that others are looked for under: of two that may be
    linked each seeks a key that the other is filed under. `face` is all that is compared but `author`, None where two
    of that face are not linked by it alone; two of one author are never linked.
    """

    name: Callable[[T], str]
    author: Callable[[T], str]
    filed: Callable[[T], Iterable[int]]
    sought: Callable[[T], Iterable[int]]
    face: Callable[[T], Hashable | None]
    may_link: Callable[[T, T], bool]
    """Quick: False for most of those that are not linked."""
    are_linked: Callable[[T, T], bool]


@dataclass(slots=True)
class Hanging(Generic[T]):
    """Things that are compared as they come; `groups` is what hangs together so far.

    `seen` counts the pairs that were looked at, `weighed` those of them that were compared in full.
    """

    manner: Manner[T]
    groups: Groups = field(default_factory=Groups)
    seen: int = 0
    weighed: int = 0
    _keys: dict[int, dict[str, list[T]]] = field(default_factory=lambda: defaultdict(dict))
    _faces: dict[Hashable, list[T]] = field(default_factory=dict)

    def known(self, things: Iterable[T], group: str) -> None:
        """Takes in things that are known to hang together, by the least id among them and others that are not given."""
        for each in things:
            self.groups.join(self.manner.name(each), group)
            if self.echoed(each) is None:
                for key in self.manner.filed(each):
                    self._keys[key].setdefault(group, []).append(each)

    def new(self, one: T) -> T | None:
        """Takes in a thing that may hang together with any other, and finds with which.

        Where two others of its face were taken in before, it need not be filed to be found, and one of them comes back.
        """
        before = self.echoed(one)
        if before is not None:
            return before
        self.again(one)
        group = self.groups.find(self.manner.name(one))
        for key in self.manner.filed(one):
            self._keys[key].setdefault(group, []).append(one)
        return None

    def again(self, one: T) -> None:
        """Compares a thing that was taken in with those that came since."""
        tested: set[str] = set()
        for key in self.manner.sought(one):
            if key in self._keys:
                self._compare(one, self._keys[key], tested)

    def echoed(self, one: T) -> T | None:
        """The first of two others with the face of this one, to which it is joined; None where there are not two yet.

        Two, for one of them may be of the same author as that which is compared with it.
        """
        face = self.manner.face(one)
        if face is None:
            return None
        name, author = self.manner.name, self.manner.author
        heard = self._faces.setdefault(face, [])
        if any(author(each) == author(one) for each in heard):
            return None
        if heard:
            self.groups.join(name(heard[0]), name(one))
        if len(heard) > 1:
            return heard[0]
        heard.append(one)
        return None

    def _compare(self, one: T, here: dict[str, list[T]], tested: set[str]) -> None:
        manner, find = self.manner, self.groups.find
        _gather(here, self.groups)
        mine = find(manner.name(one))
        for group, members in here.items():
            if find(group) == mine:
                continue
            for other in members:
                id_ = manner.name(other)
                if id_ in tested:
                    continue
                tested.add(id_)
                self.seen += 1
                if not manner.may_link(one, other):
                    continue
                self.weighed += 1
                if manner.are_linked(one, other):
                    mine = self.groups.join(manner.name(one), id_)
                    break


def _gather(here: dict[str, list[T]], groups: Groups) -> None:
    """Puts those together whose groups were joined since they were filed under one key."""
    moved = [(name, root) for name in here if (root := groups.find(name)) != name]
    for name, root in moved:
        less, more = sorted((here.pop(name), here.get(root, [])), key=len)
        more.extend(less)
        here[root] = more
