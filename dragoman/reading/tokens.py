"""A stretch of text comes in; its words, cut as the English treebanks cut them, go out with their places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ABBREVIATIONS = """
    mr mrs ms dr prof gen col lt maj capt sgt cpl cmdr adm brig rev hon sen sens rep reps gov govs pres amb msgr fr
    supt insp messrs mme mlle st ste mt ft jr sr inc ltd corp co cos bros plc dept univ assn assoc est attn
    no nos vol vols fig figs ed eds pp p vs v etc approx ca cf al op art sec ch ph.d
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    ave blvd rd hwy calif conn fla ill ind kan ky mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt
    wash wis wyo ala ariz ark colo del ont que
"""
_IN_SMALL_LETTERS = "etc vs v al approx ca cf pp p est fig figs vol ed eds dept no"
_AT_THE_END = "etc jr sr inc ltd corp co cos bros plc al dept assn assoc ph.d"
_PREFIXES = """
    non e mid re anti pre co pro cross post over multi ex sub counter semi mini neo socio psycho inter intra un
    ultra micro macro bi tri quasi trans
"""

ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
"""Words that keep the point after them, in small letters."""

SMALL_ABBREVIATIONS = frozenset(_IN_SMALL_LETTERS.split())
"""Those of them that are abbreviations when written in small letters too."""

FINAL_ABBREVIATIONS = frozenset(_AT_THE_END.split())
"""Those of them that keep their point at the end of a sentence, where it ends the sentence as well."""

PREFIXES = frozenset(_PREFIXES.split())
"""First halves that stay joined to the word after the hyphen ("pro-Russian" is one word, "Russian-led" three)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands in the text."""

    text: str
    start: int
    end: int


INVISIBLE = "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u061c\u180e"
"""Marks that show nothing and join nothing (writing direction, zero-width spaces), as a range for patterns."""

_CHUNK = re.compile(rf"[^\s{INVISIBLE}\x00-\x1f\x7f-\x9f]+")
_LETTER = r"[^\W\d_]"
_JOINED = "\u0300-\u036f\u00ad\u200c\u200d"  # accents, soft hyphens and joiners belong to the word around them
_LETTERS = rf"{_LETTER}(?:{_LETTER}|[{_JOINED}])*"
_PICTURE = "[\u2190-\u2bff\U0001f000-\U0001faff]"
_DRESS = "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
_TOKEN = re.compile(
    rf"""
    (?P<link> https?://[^\s<>"“”]+ | www\.[^\s<>"“”]+ )
  | (?P<mail> [\w.+%-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{1,8}} )
  | (?P<handle> @\w+ | \#{_LETTER}\w* )
  | (?P<dotted> {_LETTER}(?:\.{_LETTER})+(?!\w)\.? | (?:Ph\.D|M\.Sc|B\.Sc)\.? )
  | (?P<domain> {_LETTER}[\w-]{{0,62}}(?:\.[\w-]{{1,62}}){{0,4}}\.(?:com|org|net|gov|edu|int|co\.uk)(?!\w) )
  | (?P<firm> [A-Z]{{1,3}}&[A-Z]{{1,3}}(?!\w) )
  | (?P<phone> \+?\d{{1,4}}(?:-\d{{2,4}}){{2,4}}(?![\w-]) )
  | (?P<ordinal> \d+(?:,\d\d\d)*(?:st|nd|rd|th|s)(?!\w) )
  | (?P<mixed> {_LETTER}+\d\w* | \d+{_LETTER}+\d\w* )
  | (?P<number> \d+(?:[.,:/]\d+)* | \.\d+ )
  | (?P<clitic> ['’](?:s|S|re|RE|ve|VE|ll|LL|d|D|m|M)(?!\w) )
  | (?P<decade> ['’]\d\ds?(?!\w) )
  | (?P<word> {_LETTERS}(?:['’`]{_LETTERS})* )
  | (?P<run> \.{{2,}} | -{{2,}} | [!?]{{2,}} | ''|`` | \*{{2,}} | _{{2,}} | ={{2,}} | <<|>> )
  | (?P<picture> [\U0001f1e6-\U0001f1ff]{{2}} | {_PICTURE}{_DRESS}(?:\u200d{_PICTURE}{_DRESS})* )
  | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_PREFIXED = re.compile(rf"-(?:{_LETTERS}|\d+s?)(?:['’]{_LETTERS})*")
_CLITICS = ("n't", "'s", "'re", "'ve", "'ll", "'d", "'m")
_TWO_WORDS = {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3}
_CLOSERS = "\"'”’)]»"


def cut(text: str, start: int, end: int) -> list[Word]:
    """The words of text[start:end], taken to be one sentence, in order; spaces and invisible marks are in none."""
    words: list[Word] = []
    for chunk in _CHUNK.finditer(text, start, end):
        here, stop = chunk.span()
        is_last = not text[stop:end].strip() if end - stop < 8 else False
        while here < stop:
            for piece in _pieces(text, here, stop, is_last=is_last):
                words.append(piece)
                here = piece.end
    return words


def _pieces(text: str, here: int, stop: int, *, is_last: bool) -> Iterator[Word]:
    """The next word of a chunk, in its parts where it is a contraction."""
    found = _TOKEN.match(text, here, stop)
    if found is None:  # pragma: no cover - the last alternative takes any sign
        raise AssertionError(text[here:stop])
    kind, end = found.lastgroup, found.end()
    if kind == "link":
        end = here + len(found.group().rstrip(".,;:!?'’)]"))
    elif kind == "word":
        end = _with_prefix(text, found.group(), end, stop)
        parts = _contracted(text[here:end])
        for part in parts[:-1]:
            yield Word(text[here : here + part], here, here + part)
            here += part
        if _keeps_point(text, here, end, stop, is_last=is_last):
            end += 1
    yield Word(text[here:end], here, end)


def _with_prefix(text: str, word: str, end: int, stop: int) -> int:
    """Where the word ends if what follows its hyphen belongs to it."""
    while word.lower() in PREFIXES and not (word.isupper() and len(word) > 1):
        more = _PREFIXED.match(text, end, stop)
        if more is None:
            break
        word, end = more.group()[1:], more.end()
    return end


def _contracted(word: str) -> list[int]:
    """Lengths of the parts of a word: "don't" has 2 and 3, "Mali's" 4 and 2; one length if it is whole."""
    plain = word.lower().replace("’", "'").replace("`", "'")
    if plain in _TWO_WORDS:
        return [_TWO_WORDS[plain], len(word) - _TWO_WORDS[plain]]
    tails: list[int] = []
    while True:
        clitic = next((each for each in _CLITICS if plain.endswith(each) and len(plain) > len(each)), None)
        if clitic is None:
            return [len(plain), *reversed(tails)]
        tails.append(len(clitic))
        plain = plain[: -len(clitic)]


def _keeps_point(text: str, start: int, end: int, stop: int, *, is_last: bool) -> bool:
    """True if the point after text[start:end] is part of an abbreviation or an initial."""
    if end >= stop or text[end] != ".":
        return False
    word = text[start:end]
    lowered = word.lower()
    is_end = is_last and not text[end + 1 : stop].strip(_CLOSERS)
    if len(word) == 1 and word.isupper():
        return not is_end
    if lowered not in ABBREVIATIONS or (word == lowered and lowered not in SMALL_ABBREVIATIONS):
        return False
    if lowered == "no":
        return text[end + 1 : end + 3].strip()[:1].isdigit()
    return lowered in FINAL_ABBREVIATIONS if is_end else True
