"""Words of the news come in; the stems that reports are compared by go out."""

import re
from collections.abc import Iterator
from functools import lru_cache

from dragoman.ontology.book import Book

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.]*")
# Words that say nothing of which act it is.
_EMPTY = frozenset(
    """about above after again against also although among another around because been before being between both
    could country does doing down during each either every from further have having here himself into itself just
    like made make many more most much must near never next none only other over same said says several shall should
    since some such than that their them themselves then there these they this those through today told tomorrow
    under until upon very wants week were what when where which while whom whose will with within without would
    yesterday your monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december report reported reports reportedly according official officials
    statement spokesman spokesperson spokeswoman news agency people least year years month months day days
    government country state states minister ministers president prime foreign leader leaders secretary general
    chief commander council national press spokespeople""".split()
)
# Words that go with a kind of act, whichever it is, as they begin.
OF_A_KIND = frozenset(
    """kill wound injur dead death die died other includ least dozen hundre thousa people person civili soldie troop
    force fighte polic office milita attack strike struck bomb missil drone clash fight battle announ declar accus
    condem urge call demand meet met talk visit summit discus agree sign pledg promis sancti protes demons arrest
    resign releas withdr two three four five six seven eight nine ten city town region area near north south east west
    northe southe easter wester accord follow amid ahead part time first last late place take taken took nation
    offici member group armed army govern author foreig world intern citi""".split()
)
_NO_NAMES = frozenset(
    ("the", "and", "for", "his", "her", "its", "our", "she", "who", "you", "but", "jan", "feb", "mar", "apr", "may")
)
_SHORT = frozenset(("aid", "oil", "gas", "war", "gun", "ban", "bus", "bid", "tax", "jet", "coup"))


def names_in(sentence: str) -> frozenset[str]:
    """Stems of the capitalised words of a sentence, its first one left out."""
    found = WORD.findall(sentence)[1:]
    return frozenset(
        stem for word in found if word[0].isupper() and (stem := _stem(word.casefold()) or _short(word.casefold()))
    )


@lru_cache(maxsize=1)
def of_states() -> frozenset[str]:
    """Stems of the names and adjectives of states and bodies: these are compared as parties."""
    book = Book.load()
    names = [name for id_ in (*book.states, *book.bodies) for name in book.names_of(id_)]
    kept = [name.text for name in names if name.language == "en" and name.what not in ("capital", "seat")]
    return frozenset(stem for text in kept for stem in stems(text))


@lru_cache(maxsize=1)
def of_people() -> frozenset[str]:
    """Stems of the names of those who hold or held an office: who is in the news every day says little of an act."""
    people = Book.load().people.by_id.values()
    return frozenset(stem for person in people for name in (person.name, *person.also) for stem in stems(name))


def stems(text: str) -> Iterator[str]:
    """The stem of each word that says something; figures are left out."""
    for word in WORD.findall(text):
        if not word[0].isdigit():
            stem = _stem(word.casefold())
            if stem:
                yield stem


def _short(name: str) -> str:
    """A name of three letters ("Gao")."""
    return name if len(name) == 3 and name not in _EMPTY | _NO_NAMES else ""


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """A word without its ending, cut to six letters so that "consultations" meets "consulted"; "" for an empty word."""
    bare = word.removesuffix("'s").removesuffix("’s")
    if (len(bare) < 4 and bare not in _SHORT) or bare in _EMPTY:
        return ""
    for ending in ("ing", "ed", "es", "s"):
        if bare.endswith(ending) and len(bare) - len(ending) >= 4:
            bare = bare[: -len(ending)]
            if ending in ("ing", "ed") and bare[-1] == bare[-2] and len(bare) > 4:
                bare = bare[:-1]  # "expelled" is "expel"
            break
    return bare[:6]


def folded(name: str) -> str:
    """A name without case, signs and doubled spaces."""
    return " ".join(WORD.findall(name.casefold()))
