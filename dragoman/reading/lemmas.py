"""Words with their tags and the model's edit rule come in; dictionary forms go out.

What the treebanks know is looked up; an inflected form that they do not know is undone by spelling, where the
list of known dictionary forms decides between candidates ("pledged": pledge, not pledg). The model's rule serves
what is left: names, figures, and the irregular forms of rare words.
"""

from collections.abc import Collection, Mapping, Sequence

Lexicon = Mapping[str, str]
"""Lemmas by "TAG word", the fine tag and the word in small letters."""


def rule_between(word: str, lemma: str) -> str:
    """The edit that makes a lemma of a word: casing (l lower, k kept), letters cut from the end, letters added.

    `rule_between("Carries", "carry")` is "l3+y".
    """
    casing = "k"
    if lemma == lemma.lower() and word != word.lower():
        casing = "l"
        word = word.lower()
    same = 0
    while same < min(len(word), len(lemma)) and word[same] == lemma[same]:
        same += 1
    return f"{casing}{len(word) - same}+{lemma[same:]}"


def apply_rule(word: str, rule: str) -> str:
    """The lemma that an edit rule gives for a word; the word itself where it is too short for the rule."""
    cut, _, added = rule[1:].partition("+")
    if rule[0] == "l":
        word = word.lower()
    kept = len(word) - int(cut)
    return (word[:kept] + added or word) if kept >= 0 else word


class Lemmatiser:
    """Gives the dictionary form of a tagged word."""

    def __init__(self, rules: Sequence[str], lexicon: Lexicon, bases: Mapping[str, Collection[str]]) -> None:
        """`rules` are the model's edit rules by number; `bases` the known dictionary forms by kind (V, N, A)."""
        self._rules = rules
        self._lexicon = lexicon
        self._bases = {kind: frozenset(words) for kind, words in bases.items()}
        self._known: dict[tuple[str, str, int], str] = {}

    def lemma(self, word: str, tag: str, rule: int) -> str:
        """The dictionary form of a word, given its fine tag and the number of the model's edit rule."""
        key = (word, tag, rule)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _CACHE_LIMIT:
                self._known.clear()
            known = self._known[key] = self._look_up(word, tag, self._rules[rule])
        return known

    def _look_up(self, word: str, tag: str, rule: str) -> str:
        lowered = word.lower().replace("’", "'")
        known = self._lexicon.get(f"{tag} {lowered}")
        if known is not None:
            return known
        given = apply_rule(word, rule)
        kind, undo = _INFLECTED.get(tag, ("", None))
        if undo is not None:
            candidates = undo(lowered)
            bases = self._bases.get(kind, frozenset())
            likely = [each for each in candidates if each in bases]
            if likely:
                return likely[0]
            if candidates:
                return candidates[0]
        if tag in _PLAIN:
            return lowered
        return given


_CACHE_LIMIT = 100_000
_VOWELS = frozenset("aeiou")
_PLAIN = frozenset(
    {
        "VB",
        "VBP",
        "NN",
        "IN",
        "DT",
        "CC",
        "TO",
        "MD",
        "PRP",
        "PRP$",
        "WDT",
        "WP",
        "WP$",
        "WRB",
        "EX",
        "PDT",
        "RP",
        "RB",
        "UH",
    }
)
"""Tags of words that are dictionary forms as they stand, whatever their capitals."""


def _from_s(word: str) -> list[str]:
    """What "word" without its -s may be, likeliest first."""
    if not word.endswith("s") or word.endswith("ss"):
        return []
    if word.endswith("ies") and len(word) > 4:
        return [word[:-3] + "y", word[:-1]]
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return [word[:-2], word[:-1]]
    if word.endswith("es"):
        return [word[:-1], word[:-2], word[:-2] + "is"]
    return [word[:-1], word]


def _from_ending(word: str, ending: str) -> list[str]:
    """What "word" without -ed, -ing, -er or -est may be, likeliest first."""
    if not word.endswith(ending):
        return []
    stem = word[: -len(ending)]
    if len(stem) < 2 or not any(sign in "aeiouy" for sign in stem):
        return []
    if ending[0] == "e" and stem.endswith("i"):
        return [stem[:-1] + "y", stem + "e"]
    if stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        # "called", "passed" keep both letters, "planned" and "controlled" do not.
        return [stem, stem[:-1]] if stem[-1] in "sfz" or (stem[-1] == "l" and len(stem) < 6) else [stem[:-1], stem]
    return [stem + "e", stem] if _wants_e(stem) else [stem, stem + "e"]


_E_PAIRS = frozenset({"dg", "ng", "rg", "lg", "ag", "eg", "ig", "og", "ug"})
_E_ENDS = "at ut ot id ud ad od in un um ak ik ok uk ib ub ob ir ur ar il ul im"
_E_AFTER_LONE_VOWEL = frozenset(_E_ENDS.split())


def _wants_e(stem: str) -> bool:
    """True if English spelling makes it likely that a stem lost an e before its ending."""
    last, before, pair = stem[-1], stem[-2], stem[-2:]
    if last in "cvuze" or pair in _E_PAIRS:
        return True
    if last == "s":
        return pair not in ("ss", "us") or stem in ("us", "accus", "refus", "abus", "excus", "confus", "caus", "paus")
    if last == "l" and before not in _VOWELS:
        return before not in "lrwy"
    is_lone_vowel = before in _VOWELS and (len(stem) < 3 or stem[-3] not in _VOWELS)
    if not is_lone_vowel or last in "wxy":
        return False
    # A short stem with one vowel would have doubled its last letter otherwise: hoped, hopped.
    return sum(sign in _VOWELS for sign in stem) == 1 or pair in _E_AFTER_LONE_VOWEL


_INFLECTED = {
    "VBZ": ("V", _from_s),
    "VBD": ("V", lambda word: _from_ending(word, "ed")),
    "VBN": ("V", lambda word: _from_ending(word, "ed")),
    "VBG": ("V", lambda word: _from_ending(word, "ing")),
    "NNS": ("N", _from_s),
    "JJR": ("A", lambda word: _from_ending(word, "er")),
    "RBR": ("A", lambda word: _from_ending(word, "er")),
    "JJS": ("A", lambda word: _from_ending(word, "est")),
    "RBS": ("A", lambda word: _from_ending(word, "est")),
}
