"""Rows of holders, heads, chairs and leaders → the people of the book, each once, with their offices."""

from collections import Counter
from typing import Any

from dragoman.ontology.naming import Naming, is_family_first, surname_of
from dragoman.ontology.shelves import Row, Shelves
from dragoman.ontology.words import key_of

_LEADING = ("head of state", "head of government")
_BY_SURNAME = (*_LEADING, "rival head of state", "foreign minister", "defence minister", "opposition leader")
# Titles that one person may bear in several states; Andorra has the French president for a prince.
_CROWNED = ("King", "Queen", "Co-Prince", "Co-prince")


def spell_of(kind: str, who: str, whom: str, row: Row, *, role: str = "", person: str = "") -> list[str]:
    """A tie as the index holds it: kind, who, whom, role, person or title, since, until, notice, shelf."""
    dates = (row.text("from"), row.text("to"), row.text("notice"))
    return [kind, who, whom, role, person, *dates, row.where.partition(":")[0]]


class People:
    """The people that the shelves name, with their offices: one entry a person, whatever offices it held.

    Rows speak of one person where they share a name or another spelling. Rows of two states do so only where they
    share two, or where the person reigns there. A head of a body or leader of a group may say with `country` whose
    citizen it is, to be told from a namesake.
    """

    def __init__(self, shelves: Shelves) -> None:
        self.found: dict[str, list[Any]] = {}
        self.spells: list[list[str]] = []
        self._states = {row.text("id") for row in shelves["state"]}
        self._by_key: dict[str, list[str]] = {}
        self._crowned: set[str] = set()
        self._leading: set[str] = set()
        self._by_surname: set[str] = set()
        for row in shelves["holder"]:
            id_ = self._person(row, row.text("country"))
            spell = spell_of(
                "office", id_, row.text("country"), row, role=row.text("office").lower(), person=row.text("title")
            )
            self.spells.append(spell)
            if spell[3] in _LEADING:
                self._leading.add(id_)
            if spell[3] in _BY_SURNAME or row.text("country") not in self._states:
                self._by_surname.add(id_)
        for body in shelves["body"]:
            for row in body.rows("heads"):
                self._hold(row, body.text("id"), "head")
            for row in body.rows("chairs"):
                if row.text("person"):
                    id_ = self._person(row, row.text("state"))
                    role = row.text("office") or body.text("chairs_office") or "chair"
                    self.spells.append(
                        spell_of("chair", row.text("state"), body.text("id"), row, role=role, person=id_)
                    )
                else:
                    role = body.text("chairs_office") or "chair"
                    self.spells.append(spell_of("chair", row.text("state"), body.text("id"), row, role=role))
        for group in shelves["group"]:
            for row in group.rows("leaders"):
                self._hold(row, group.text("id"), "leader")

    def _hold(self, row: Row, actor: str, office: str) -> None:
        id_ = self._person(row, row.text("country"))
        self._by_surname.add(id_)
        self.spells.append(spell_of("office", id_, actor, row, role=row.text("office").lower() or office))

    def _person(self, row: Row, country: str) -> str:
        """The id of the person that a row names; a new one where nobody known fits."""
        name = row.text("person") or row.text("name")
        also = row.texts("also")
        country = country if country in self._states else ""
        is_crowned = row.text("title").startswith(_CROWNED)
        keys = [key_of(each) for each in (name, *also)]
        known = dict.fromkeys(id_ for key in keys for id_ in self._by_key.get(key, ()))
        shared = {id_: sum(id_ in self._by_key.get(key, ()) for key in dict.fromkeys(keys)) for id_ in known}
        id_ = next((each for each in known if shared[each] > 1 or self._may_be(each, country, is_crowned)), "")
        if not id_:
            id_ = name if name not in self.found else f"{name} ({country or row.where})"
            self.found[id_] = [name, [], []]
        entry = self.found[id_]
        if is_crowned:
            self._crowned.add(id_)
        entry[1] += [each for each in (name, *also) if each != entry[0] and each not in entry[1]]
        if country and country not in entry[2]:
            entry[2].append(country)
        for key in keys:
            bearers = self._by_key.setdefault(key, [])
            if id_ not in bearers:
                bearers.append(id_)
        return id_

    def _may_be(self, id_: str, country: str, is_crowned: bool) -> bool:
        countries = self.found[id_][2]
        return not country or not countries or country in countries or is_crowned or id_ in self._crowned

    def add_names(self, naming: Naming, common: frozenset[str], given: frozenset[str]) -> None:
        """File everyone's full names, other spellings, and the surname under which the news speaks of them.

        By the surname alone go those who led a state, its diplomacy or forces, a body, a group or an opposition;
        surnames that are common words or names ("Brown", "Robert") stand only for those who led a state.
        """
        for id_, (own, also, _) in self.found.items():
            for name in (own, *also):
                if " " in name or key_of(name) not in naming.entries:
                    naming.add(name, "p", "p" if " " in name else "u", id_)
        eastern = [own for own, _, countries in self.found.values() if countries and is_family_first(countries[0])]
        firsts = Counter(key_of(own.split()[0]) for own in eastern)
        given -= {key for key, bearers in firsts.items() if bearers > 2}  # Kim is a family, whoever else is so called
        surnames: dict[str, dict[tuple[str, str], None]] = {}
        for id_, (own, also, countries) in self.found.items():
            for name in (own, *also) if id_ in self._by_surname else ():
                for family in surname_of(name, countries[0] if countries else "", given):
                    surnames.setdefault(key_of(family), {})[family, id_] = None
        for key, bearers in surnames.items():
            is_taken = any(not line.startswith("p;u;") for line in naming.entries.get(key, ()))
            if len(key) < 3 or is_taken:
                continue
            for family, id_ in bearers:
                if (key not in common and key not in given) or id_ in self._leading:
                    naming.add(family, "p", "u", id_)
