"""Shelf rows → every name that the book knows, filed under its key with who may be meant and how it is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dragoman.ontology.shelves import Row, Shelves
from dragoman.ontology.spelling import TITLES
from dragoman.ontology.words import CAPITAL, CAPS, fold, key_of, shape_of, without_article, words_of

LANGUAGES = ("fr", "ru", "ar", "es", "pt")
_OPEN_TAGS = frozenset(("en", "native", "other", ""))

# Letters that stand for a candidate's kind and for what a name is, in the index; the words are what readers see.
KINDS = {"s": "state", "b": "body", "g": "group", "y": "party", "o": "outlet", "p": "person", "l": "place", "x": "none"}
WHATS = {
    "n": "name", "b": "abbreviation", "f": "former", "a": "adjective", "d": "demonym", "c": "capital", "g": "seat",
    "i": "institution", "t": "city", "r": "region", "p": "person", "u": "surname", "l": "place", "x": "phrase",
    "e": "description",
}  # fmt: skip
# The order in which candidates of one name stand, where no [[ambiguous]] entry says otherwise.
_RANKS = {
    "sn": 0, "sb": 0, "bn": 1, "bb": 1, "gn": 2, "gb": 2, "si": 3, "pp": 3, "sa": 4, "sd": 5, "yn": 6, "yb": 6,
    "be": 6, "ge": 6, "ye": 7, "se": 7, "sf": 7, "bf": 7, "gf": 7, "yf": 7, "sc": 8, "sg": 8, "on": 9,
    "ob": 9, "lr": 10, "pu": 11, "lt": 12, "ll": 12, "xx": 13,
}  # fmt: skip


def rank_of(kind: str, what: str) -> int:
    """Where a candidate stands among others of the same name: the lower, the likelier."""
    return _RANKS.get(kind + what, 9)


def capitals_of(name: str) -> str:
    """How a name must be written, a sign a word: 0 as you like, 1 with a capital, 2 in capitals; then its commas.

    A "^" behind them marks the name of an outlet that is one word after "The": it is that only with the article.
    """
    words = words_of(name)
    signs = []
    for key, start, end in zip(words.keys, words.starts, words.ends, strict=True):
        raw = name[start:end]
        shape = shape_of(raw)
        if shape == CAPS or (shape == CAPITAL and "." in raw):
            signs.append("2")
        else:
            signs.append("1" if shape == CAPITAL and key else "0")
    return "".join(signs) + ("," if any(sign in name for sign in ",()") else "")


def is_abbreviation(name: str) -> bool:
    """True for one word in capitals: "UN", "G20", "U.S."."""
    bare = name.replace(".", "").replace("-", "").replace("+", "")
    return bare.isalnum() and bare.isupper() and 1 < len(bare) <= 10


def scope_of(name: str, language: str, *, is_state: bool) -> str:
    """The language whose texts alone may hold the name: "" where it cannot be mistaken in texts of another."""
    if language in _OPEN_TAGS or (not name[0].isascii() and not _is_latin(name)):
        return ""
    if is_abbreviation(name):
        return "" if len(name) > 2 else language
    if is_state:
        return language
    return "" if " " in name.strip() else language


def _is_latin(name: str) -> bool:
    return fold(name).isascii()


@dataclass
class Naming:
    """The names of the book as they are gathered: key → candidates, each written as one line."""

    entries: dict[str, list[str]] = field(default_factory=dict)
    called: dict[str, list[list[str]]] = field(default_factory=dict)

    def add(
        self, name: str, kind: str, what: str, actor: str, *, language: str = "en", more: tuple[str, ...] = ()
    ) -> None:
        """File a name. `more` is country, sector, since and until, as far as they are the name's own."""
        bare = without_article(name)
        needs_article = "^" if (kind == "o" or what == "c") and bare != name and " " not in bare else ""
        name = bare
        key = key_of(name)
        if not key or (len(key) < 2 and key.isascii()):
            return
        if what == "n" and is_abbreviation(name):
            what = "b"
        scope = scope_of(name, language, is_state=kind == "s")
        country, sector, since, until = (*more, "", "", "", "")[:4]
        line = ";".join((kind, what, capitals_of(name) + needs_article, scope, actor, country, sector, since, until))
        filed = self.entries.setdefault(key, [])
        if line not in filed:
            filed.append(line)
        if kind in "sbgyo":
            said = [name, language, WHATS[what], since, until]
            names = self.called.setdefault(actor, [])
            if said not in names:
                names.append(said)

    def has_organisation(self, name: str) -> bool:
        """True if a body, group or party goes by this name already."""
        return any(line[0] in "bgy" for line in self.entries.get(key_of(without_article(name)), ()))

    def extend(self, key: str, actors: list[str]) -> None:
        """File a name that is there for one of these actors for the others too."""
        lines = self.entries.get(key, [])
        parts = [line.split(";") for line in lines]
        model = next((part for part in parts if part[4] in actors), None)
        for actor in actors:
            if model is not None and not any(part[4] == actor for part in parts):
                lines.append(";".join((*model[:4], actor, *model[5:])))

    def sorted(self) -> dict[str, str]:
        """Key → candidates, likeliest first, as the index holds them."""
        return {
            key: "|".join(sorted(lines, key=lambda line: rank_of(line[0], line[2])))
            for key, lines in self.entries.items()
        }


def add_names(naming: Naming, shelves: Shelves) -> None:
    """File the names of all states, bodies, groups, parties, outlets, institutions, peoples, phrases and regions."""
    for row in shelves["state"]:
        _add_state(naming, row)
    for row in shelves["state_name"]:
        naming.add(row.text("name"), "s", "n", row.text("state"), language=row.text("lang"))
    for table, kind in (("body", "b"), ("group", "g"), ("party", "y")):
        for row in shelves[table]:
            _add_organisation(naming, row, kind)
    for row in shelves["outlet"]:
        for name in (row.text("name"), *row.texts("also"), *row.texts("names")):
            naming.add(name, "o", "n", row.text("name"), more=(row.text("country"), "MED"))
    for row in shelves["institution"]:
        for name in (row.text("name"), *row.texts("also")):
            if not naming.has_organisation(name):  # the other shelves say more of it
                dated = (row.text("country"), row.text("sector"), row.text("from"), row.text("to"))
                naming.add(name, "s", "i", row.text("country"), more=dated)
    _add_lands(naming, shelves)


def _add_lands(naming: Naming, shelves: Shelves) -> None:
    for row in shelves["people"]:
        for name in (row.text("name"), *row.texts("also")):
            naming.add(name, "s", "d", row.text("country"), more=(row.text("country"), "CVL"))
    for row in shelves["phrase"]:
        is_place = row.text("kind") == "place"
        for name in (row.text("name"), *row.texts("also")):
            naming.add(name, "l" if is_place else "x", "r" if is_place else "x", "", more=(row.text("country"),))
    for row in shelves["region"]:
        for name in (row.text("name"), *row.texts("others"), *row.texts("adjectives")):
            naming.add(name, "l", "r", "", more=(row.text("country"),))


def _add_state(naming: Naming, row: Row) -> None:
    id_ = row.text("id")
    for name in (row.text("name"), row.text("official"), *row.texts("other_names")):
        if name:
            naming.add(name, "s", "n", id_)
    for what, title in (("f", "former_names"), ("c", "former_capitals")):
        for former in row.rows(title):
            naming.add(former.text("name"), "s", what, id_, more=("", "", former.text("from"), former.text("to")))
    for what, title in (("a", "adjectives"), ("d", "demonyms"), ("g", "seats")):
        for name in row.texts(title):
            naming.add(name, "s", what, id_)
    for name in (row.text("capital"), *row.texts("capital_variants")):
        if name:
            naming.add(name, "s", "c", id_)
    for language in LANGUAGES:
        for what, title in (("n", "names"), ("a", "adjectives"), ("d", "demonyms")):
            for name in row.texts(f"{title}_{language}"):
                naming.add(name, "s", what, id_, language=language)


def _add_organisation(naming: Naming, row: Row, kind: str) -> None:
    id_ = row.text("id")
    dated = {
        (each.text("lang"), each.text("name")): (each.text("from"), each.text("to")) for each in row.rows("dated_names")
    }
    naming.add(row.text("name"), kind, "n", id_, more=("", "", *dated.get(("en", row.text("name")), ("", ""))))
    names = row.fields.get("names") or {}
    for language, each in (names if isinstance(names, dict) else {"en": names}).items():
        for name in Row({"names": each}, row.where).texts("names"):
            naming.add(name, kind, "n", id_, language=language, more=("", "", *dated.get((language, name), ("", ""))))
    for former in row.rows("former_names"):
        naming.add(former.text("name"), kind, "f", id_, more=("", "", former.text("from"), former.text("to")))
    for name in (*row.texts("descriptions"), *row.texts("descriptions_en")):
        naming.add(name, kind, "e", id_)
    for what, title in (("a", "adjectives"), ("d", "demonyms")):
        for name in row.texts(title):
            naming.add(name, kind, what, id_)


_FAMILY_FIRST = frozenset(("CHN", "TWN", "HKG", "PRK", "KOR", "VNM", "KHM", "SGP"))
_PARTICLES = frozenset(
    ("al", "el", "bin", "ben", "ibn", "de", "da", "dos", "van", "von", "der", "le", "la", "ould", "abu")
)


def is_family_first(country: str) -> bool:
    """True of people of a state where the family name comes first."""
    return country in _FAMILY_FIRST


def surname_of(name: str, country: str, given: frozenset[str] = frozenset()) -> Iterator[str]:
    """The word, or words, of a person's name that stand alone for it in the news.

    In East Asia the family comes first, but not after one of the `given` names of elsewhere (folded): "Joseph Wu".
    """
    words = [word for word in name.replace(",", " ").split() if not word.rstrip(".").isdigit()]
    if words and is_family_first(country) and key_of(words[0]) in TITLES:
        words = words[1:]  # "King Norodom Sihamoni" is no Mr King
    if len(words) < 2:
        return
    if words[-1].rstrip(".").lower() in ("jr", "sr", "i", "ii", "iii", "iv", "v", "vi", "x", "xiv", "xvi"):
        return
    is_first = is_family_first(country) and key_of(words[0]) not in given
    family = words[0] if is_first else words[-1]
    yield family
    low = family.lower()
    if low.startswith(("al-", "el-", "as-", "an-")):
        yield family[3:]
    if not is_first and len(words) > 2 and words[-2].lower() in _PARTICLES:
        yield f"{words[-2]} {words[-1]}"
