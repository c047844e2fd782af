"""How others name who acts (codes, names, sectors of their own) comes in; a participant in our words goes out."""

import re
from collections.abc import Mapping

from dragoman.errors import Stop
from dragoman.ontology.book import Book
from dragoman.ontology.words import key_of, without_article
from dragoman.record import Participant

_SECTORS: Mapping[str, str] = {
    **{each: each for each in "GOV MIL COP JUD LEG OPP PTY REB CVL NGO IGO BUS MED CRM REL UNK".split()},
    **dict.fromkeys("INS SEP UAF RAD".split(), "REB"),
    **dict.fromkeys("EDU ELI LAB REF HLH ENV AGR SOC DEV SET HRI STU MOD".split(), "CVL"),
    **dict.fromkeys("IMG NGM".split(), "NGO"),
    "MNC": "BUS",
    "SPY": "COP",
}
"""CAMEO's and PLOVER's roles → the sectors of the record."""
_WORDS: tuple[tuple[str, str], ...] = (
    ("rebel|insurgent|separatist|terror|combatant|militia|unidentified forces|guerrilla|extremist", "REB"),
    ("criminal|gang|cartel|drug", "CRM"),
    ("international government|intergovernmental|igo", "IGO"),
    ("military|army|armed forces|navy|air force|defense|defence", "MIL"),
    ("police|security services|intelligence", "COP"),
    ("legislative|parliament|congress", "LEG"),
    ("judicial|court|judge|lawyer", "JUD"),
    ("opposition", "OPP"),
    ("government|executive|ministry|head of|elite|cabinet|diplomat", "GOV"),
    ("party member|parties|political party", "PTY"),
    ("media|news|journalist", "MED"),
    ("business|company|bank|industry|multinational", "BUS"),
    ("nongovernmental|non-governmental|ngo|activist|human rights", "NGO"),
    ("religious|clergy|church|muslim|christian|buddhist", "REL"),
    ("citizen|civilian|population|protester|social|student|labor|refugee|villager|general|employee|women|men", "CVL"),
)
_FINDERS = tuple((re.compile(rf"\b(?:{words})", re.IGNORECASE), sector) for words, sector in _WORDS)
_KNOWN_GROUPS: Mapping[str, str] = {
    "UNO": "UN", "EEC": "EU", "NAT": "NATO", "AFU": "AU", "OAU": "AU", "WAS": "ECOWAS", "ARL": "ARAB_LEAGUE",
    "ASN": "ASEAN",
}  # fmt: skip
"""CAMEO's codes of international bodies → ids of the book."""
_INTER: Mapping[str, str] = {
    "1": "GOV", "state forces": "GOV", "2": "REB", "rebel group": "REB", "rebel groups": "REB", "3": "REB",
    "political militia": "REB", "4": "REB", "identity militia": "REB", "5": "CVL", "rioters": "CVL", "6": "CVL",
    "protesters": "CVL", "7": "CVL", "civilians": "CVL", "8": "UNK", "external/other forces": "UNK",
}  # fmt: skip
_YEARS = re.compile(r"\s*\(\d{4}\s*-\s*(?:\d{4})?\)")
_FORCES = re.compile(r"^(Military|Police|Security) Forces of (?:the )?(.+)$", re.IGNORECASE)


class Sides:
    """Makes participants, each way of naming one only once."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._codes = book.codes
        self._states: dict[tuple[str, str], str | None] = {}
        self._made: dict[tuple[str, ...], Participant] = {}

    def state(self, text: str, system: str = "") -> str | None:
        """ISO alpha-3 code of a state by a code of a system, or, without one, by its code or name; None if unknown."""
        key = (text, system)
        if key not in self._states:
            self._states[key] = self._look_up(text, system)
        return self._states[key]

    def named(self, name: str, country: str, sectors: str) -> Participant:
        """A side by its name, the name or code of its country, and the sectors in words or roles (ICEWS, POLECAT)."""
        key = (name, country, sectors)
        found = self._made.get(key)
        if found is None:
            state = self.state(country) if country else None
            actor = None if state else self._body(name)
            sector = _sector(sectors, name) if not actor else "IGO"
            if state and sector == "UNK" and self.state(name) == state:
                sector = "GOV"
            found = self._made[key] = Participant(name or country, state, sector, actor)
        return found

    def coded(self, name: str, country: str, group: str, role: str) -> Participant:
        """A side by CAMEO's codes (GDELT, Phoenix): country or known group, and role."""
        key = ("", name, country, group, role)
        found = self._made.get(key)
        if found is None:
            state = self.state(country, "cameo") if country else None
            actor = None if state else _KNOWN_GROUPS.get(group or country)
            sector = "IGO" if actor else _SECTORS.get(role, "GOV" if state and not role else "UNK")
            found = self._made[key] = Participant(name or country or group, state, sector, actor)
        return found

    def fighting(self, name: str, inter: str) -> Participant:
        """A side by ACLED's name of it ("Military Forces of Mali (2021-)", "Civilians (Mali)") and its kind."""
        key = ("", name, inter)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._fighting(name, inter)
        return found

    def _fighting(self, name: str, inter: str) -> Participant:
        bare = _YEARS.sub("", name).strip()
        forces = _FORCES.match(bare)
        sector = _INTER.get(inter.strip().lower(), "UNK")
        if forces:
            kind = "MIL" if forces[1].lower() == "military" else "COP"
            return Participant(name, self.state(re.sub(r"\s*\(.*\)$", "", forces[2])), kind)
        place = re.search(r"\(([^)]+)\)$", bare)
        state = self.state(place[1]) if place else None
        if state is None and sector in ("REB", "UNK"):
            return Participant(name, None, sector, self._body(bare.split(":")[0].strip()))
        if state is None and sector == "GOV":
            state = self.state(re.sub(r"^(?:Government|Mutiny .*|Coup .*) of (?:the )?", "", bare))
        return Participant(name, state, sector)

    def _body(self, name: str) -> str | None:
        return self._filed(name, ("body", "group"))

    def _filed(self, name: str, kinds: tuple[str, ...]) -> str | None:
        """The id of an actor that is filed under exactly this name: to look for people who sound alike takes long."""
        if key_of(without_article(name)) not in self._book.filed_names:
            return None
        try:
            return self._book.actor_id(name, kinds=kinds)
        except Stop:
            return None

    def _look_up(self, text: str, system: str) -> str | None:
        text = text.strip()
        if not text:
            return None
        if system:
            tried = (system, "iso3") if system == "cameo" else (system,)
            for each in tried:
                if meant := self._codes.meanings(text, each):
                    return meant[0].state
            return None
        if len(text) == 3 and text.isupper() and (meant := self._codes.meanings(text, "iso3")):
            return meant[0].state
        return self._filed(text, ("state",))


def _sector(sectors: str, name: str) -> str:
    """The sector that roles or words name; who fights against a state is told by the name, too."""
    for role in re.split(r"[;,|\s]+", sectors.strip()):
        if role in _SECTORS:
            return _SECTORS[role]
    for text in (name.split("(")[0] if "(" in name else "", sectors, name):
        for finder, sector in _FINDERS:
            if text and finder.search(text):
                return sector
    return "UNK"
