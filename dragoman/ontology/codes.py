"""A country code of one system → the state, its codes in the others, and whom the same letters mean elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.errors import Stop
from dragoman.ontology.actors import Holds, holds_on

SYSTEMS = ("iso2", "iso3", "isonum", "fips", "cow", "gw", "cameo", "imf", "ioc")
_NUMERIC = frozenset(("isonum", "cow", "gw", "imf"))


@dataclass(frozen=True, slots=True)
class Code:
    """A code as one system gives it to a state, with the years where it holds no longer or not yet."""

    system: str
    value: str
    state: str
    since: str | None = None
    until: str | None = None
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """What a code means: the state, its name and codes by system, and the other states that the same code means
    in other systems (`elsewhere`: state → systems)."""

    value: str
    system: str
    state: str
    name: str
    codes: Mapping[str, str]
    elsewhere: Mapping[str, tuple[str, ...]]

    @property
    def warnings(self) -> tuple[str, ...]:
        """One sentence for each other state that the same code means elsewhere."""
        return tuple(
            f"“{self.value}” is {self.state} in {self.system}, but {state} in {', '.join(systems)}"
            for state, systems in self.elsewhere.items()
        )


class CodeTable:
    """All code systems, crosswalked."""

    def __init__(self, rows: Iterable[Sequence[Any]], names: Mapping[str, str]) -> None:
        self.names = names
        self._of_state: dict[str, dict[str, str]] = {}
        self._by_code: dict[tuple[str, str], list[Code]] = {}
        for state, codes, more, since, until in rows:
            mine = {"iso3": codes.get("iso3", state), **codes}
            self._of_state[state] = mine
            for system, value in mine.items():
                self._file(Code(system, value, state, str(since) or None, str(until) or None))
            for system, value, begun, ended in more:
                self._file(Code(system, value, state, begun or None, ended or None, is_main=False))

    def _file(self, code: Code) -> None:
        self._by_code.setdefault((code.system, _plain(code.system, code.value)), []).append(code)

    def codes_of(self, state: str) -> Mapping[str, str]:
        """The codes of a state by system; only those that exist."""
        return self._of_state.get(state, {})

    def meanings(self, value: str, system: str, on: date | None = None) -> list[Code]:
        """All states that a code means, likeliest first: codes in force on the day, then main codes."""
        found = self._by_code.get((_known(system), _plain(system, value)), [])
        return sorted(
            found,
            key=lambda code: (holds_on(code.since, code.until, on) is Holds.NO, not code.is_main, code.since or ""),
        )

    def look_up(self, value: str, system: str, on: date | None = None) -> CodeAnswer:
        """What a code means; Stop if the system is unknown or has no such code."""
        found = self.meanings(value, system, on)
        if not found:
            others = sorted({code.system for other in SYSTEMS for code in self.meanings(value, other)})
            hint = f"It is a code of {', '.join(others)}." if others else "No system has such a code."
            raise Stop(f"“{value}” is no {system} code.", remedy=hint)
        state = found[0].state
        elsewhere: dict[str, list[str]] = {}
        for other in SYSTEMS:
            meant = self.meanings(value, other, on)
            if other != system and meant and meant[0].state != state:
                elsewhere.setdefault(meant[0].state, []).append(other)
        return CodeAnswer(
            value, system, state, self.names.get(state, state), self._of_state[state],
            {other: tuple(systems) for other, systems in elsewhere.items()},
        )  # fmt: skip

    def convert(self, value: str, system: str, to: str, on: date | None = None) -> str | None:
        """The code of the same state in another system; None where the code or the state's code there is unknown."""
        found = self.meanings(value, system, on)
        return self._of_state[found[0].state].get(_known(to)) if found else None


def _known(system: str) -> str:
    low = system.strip().lower()
    if low not in SYSTEMS:
        raise Stop(f"There is no code system “{system}”.", remedy=f"The systems are {', '.join(SYSTEMS)}.")
    return low


def _plain(system: str, value: str) -> str:
    bare = str(value).strip().upper()
    return bare.lstrip("0") or "0" if system in _NUMERIC and bare.isdigit() else bare
