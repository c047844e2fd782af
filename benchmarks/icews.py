"""ICEWS18 as the benchmarks take it: who of the book each name is, the PLOVER type of each relation, the acts."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dragoman.analysis.network.acts import PairAct
from dragoman.ontology.book import Book
from dragoman.record import EventType as Type

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "tkg"
START = date(2018, 1, 1)
MIDDLE = date(2018, 6, 1)
_HOURS = 24
_FEWEST = 5
_OF_COUNTRY = re.compile(r"\(([^()]*)\)$")
# What each relation of CAMEO is, by how its name begins; what is none of these (statements, appeals, inquiries) is no
# act between two. The first that fits counts.
_TYPES: tuple[tuple[str, Type | None], ...] = (
    (r"Make (statement|pess|opt|empathetic|an appeal)|Decline comment|Consider policy|Acknowledge|Deny resp", None),
    (r"Engage in symbolic|Share intell|Appeal|Investigate", None),
    (r"Express intent|Sign formal|Express accord", Type.AGREE),
    (r"Consult|Make a visit|Host a visit|Discuss by|Meet at|Mediate|Engage in negotiation", Type.CONSULT),
    (r"Engage in diplomatic coop|Praise|Defend verb|Rally support|Grant diplomatic|Apologize|Forgive", Type.SUPPORT),
    (r"Engage in material|Cooperate|Engage in judicial", Type.COOPERATE),
    (r"Provide|Grant asylum", Type.AID),
    (r"Ease|Accede|Return, rel|Declare truce|Retreat|Demobilize|Yield|Receive ", Type.RETREAT),
    (r"Demand", Type.REQUEST),
    (r"Criticize|Accuse|Complain|Rally opp|Bring law|find guilty", Type.ACCUSE),
    (r"Reject|Refuse|Veto|Defy", Type.REJECT),
    (r"Threaten|Give ult", Type.THREATEN),
    (r"Demonstrate (or|for)|Protest|Conduct (strike|hunger)|Engage in (violent|political dis)|Obstruct", Type.PROTEST),
    (r"Demonstrate mil|Increase|Mobilize", Type.MOBILIZE),
    (r"Reduce|Impose embargo|Expel or withdraw|Halt", Type.SANCTION),
    (r"Coerce|Seize|Destroy|Impose|Arrest|Expel or deport|Use tactics|Ban|Confiscate", Type.COERCE),
    (r"", Type.ASSAULT),
)


def type_of(relation: str) -> Type | None:
    """The PLOVER type of a relation's name; None for what is no act between two."""
    return next(type_ for words, type_ in _TYPES if re.match(words, relation))


def acts() -> list[PairAct]:
    """The acts between countries of January to October 2018, in the order of their days."""
    entities, relations = _names("entity2id"), _names("relation2id")
    rows = list(_rows())
    often = Counter(number for one, _, other, _ in rows for number in (one, other))
    # Whoever is in fewer acts changes nothing, and looking up 20,000 people takes its time.
    country = {number: _country(name) if often[number] >= _FEWEST else None for number, name in entities.items()}
    types = {number: type_of(name) for number, name in relations.items()}
    found = []
    for number, (one, relation, other, hour) in enumerate(rows):
        actor, recipient, type_ = country[one], country[other], types[relation]
        if actor and recipient and actor != recipient and type_:
            on = START + timedelta(days=hour // _HOURS)
            found.append(PairAct(f"icews-{number}", on, actor, recipient, type_, relations[relation]))
    return sorted(found, key=lambda act: (act.on, act.event))


def _rows() -> Iterator[tuple[int, int, int, int]]:
    for part in ("train", "valid", "test"):
        with gzip.open(FOLDER / "icews18" / f"{part}.txt.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                one, relation, other, hour, *_ = map(int, line.split())
                yield one, relation, other, hour


def _names(kind: str) -> dict[int, str]:
    with gzip.open(FOLDER / "icews18" / f"{kind}.txt.gz", "rt", encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").rsplit("\t", 1) for line in lines]
    return {int(number): name for name, number in pairs}


@cache
def book() -> Book:
    """The actor book as it ships."""
    return Book.load()


def _country(name: str) -> str | None:
    """The country of a name: of the one in brackets, of the state, or of whoever held office in 2018."""
    bracketed = _OF_COUNTRY.search(name)
    found = _state(bracketed[1] if bracketed else name)
    if found or bracketed:
        return found
    countries = {one.country for one in book().who(name, MIDDLE)} - {None}
    return countries.pop() if len(countries) == 1 else None


@cache
def _state(name: str) -> str | None:
    return book().resolve(name, MIDDLE).country


def code_of(name: str) -> str:
    """The country code of a state's name; KeyError if the book does not know it."""
    found = _state(name)
    if found is None:
        raise KeyError(name)
    return found
