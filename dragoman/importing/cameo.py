"""A CAMEO code or its name comes in; the PLOVER type, mode and status that it amounts to go out."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.record import EventType, Status


@dataclass(frozen=True, slots=True)
class Kind:
    """What an act is in our words."""

    type: EventType
    mode: str | None = None
    status: Status = Status.HAPPENED


class NoAct(Exception):
    """A code that stands for no act, such as CAMEO's statements and comments."""


@dataclass(frozen=True, slots=True)
class Cameo:
    """The crosswalk: `by_code` and `by_name`, None for codes that are no act in PLOVER.

    After CAMEO2PLOVER-2021 of the Open Event Data Alliance, with one difference: what is merely intended (CAMEO 03)
    keeps the type of the act and is planned, as everywhere in the record.
    """

    by_code: Mapping[str, Kind | None]
    by_name: Mapping[str, Kind | None]

    def kind(self, code: str, name: str = "") -> Kind:
        """What a code stands for, or a name where there is no code; ValueError if neither is of CAMEO.

        A code without its leading zero, as spreadsheets leave it, is understood; one finer than the list is taken as
        the one above it. NoAct if it stands for none.
        """
        found: Kind | None
        if code:
            if code in self.by_code:
                found = self.by_code[code]
            else:
                found = self.by_code[self._near(code)]
        else:
            key = plain(name)
            if key not in self.by_name:
                raise ValueError(f"“{name[:60]}” is no act of CAMEO")
            found = self.by_name[key]
        if found is None:
            raise NoAct(code or name)
        return found

    def _near(self, code: str) -> str:
        if code.isdigit():
            # 43 and 841 can only have lost their zero; 12 is taken as the class 12 that it names.
            for full in (code, f"0{code}"):
                for length in (4, 3, 2):
                    if len(full) >= length and full[:length] in self.by_code and len(full) <= length + 1:
                        return full[:length]
        raise ValueError(f"“{code[:20]}” is no code of CAMEO")


def plain(name: str) -> str:
    """A name of an act, so that spellings with underscores, hyphens or capitals are one."""
    return re.sub(r"[^a-z]+", " ", name.lower()).strip()


@cache
def cameo() -> Cameo:
    """The crosswalk that ships with Dragoman."""
    codes: dict[str, Kind | None] = {}
    names: dict[str, Kind | None] = {}
    text = files("dragoman.importing").joinpath("cameo.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        kind = Kind(EventType(row["type"]), row["mode"] or None, Status(row["status"])) if row["type"] else None
        codes[row["code"]] = names[plain(row["name"])] = kind
    return Cameo(codes, names)
