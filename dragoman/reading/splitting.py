"""A text comes in; its sentences with their words and kinds (headline, dateline ...) go out, placed in that text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dragoman.reading.tokens import ABBREVIATIONS, INVISIBLE, SMALL_ABBREVIATIONS, Word, cut
from dragoman.sentences import Piece

_NEVER_LAST = """
    mr mrs ms dr prof gen col lt maj capt sgt cpl cmdr adm brig rev hon sen sens rep reps gov govs pres amb msgr fr
    supt insp messrs mme mlle st ste mt ft nos vs v fig figs vol vols ca cf approx p pp art sec ch eds
"""
_STARTERS = """
    a after all although an and another as at because before both but by despite during each earlier even every
    everyone few following for from further furthermore he her here his how however i if in indeed instead it its
    last later many meanwhile more moreover most my nearly neither next no nobody none nor now of on once one only or
    other others our she since so some soon still such than that the their them then there therefore these they this
    those though three through thus to today two under until upon was we were what when where which while who why with
    within without yet you your
"""

NEVER_LAST = frozenset(_NEVER_LAST.split())
"""Abbreviations with which no sentence ends: a name or a number follows."""

STARTERS = frozenset(_STARTERS.split())
"""Words that, with a capital, begin a sentence even after "U.S." or "Inc.", in small letters."""

LONGEST_HEADLINE = 30
"""Words beyond which a line without a full stop is taken for running text."""

LONGEST_SENTENCE = 1500
"""Words beyond which a sentence is cut: no writer's sentence is that long, and a tree of it serves nobody."""


@dataclass(frozen=True, slots=True)
class RawSentence:
    """The words of one sentence and its kind; `start` and `end` are offsets in the text."""

    start: int
    end: int
    words: tuple[Word, ...]
    kind: Piece = Piece.TEXT


def split(text: str) -> list[RawSentence]:
    """The sentences of a text in order. Nothing but spaces, bullets and invisible marks lies between them."""
    found: list[RawSentence] = []
    for start, end in _lines(text):
        found.extend(_line_sentences(text, start, end))
    return found


_SPACE = rf"[\s{INVISIBLE}]"
_BLANK = re.compile(rf"(?:\r\n|\r|\n|\u2028|\u2029)(?:{_SPACE}*(?:\r\n|\r|\n|\u2028|\u2029))+")
_NEWLINE = re.compile(r"\r\n|\r|\n|\u2028|\u2029|\x0b|\x0c")
_FINISHED = re.compile(r"[.!?…:;][\"'”’)\]»]*$")


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of the text as whole paragraphs: lines that were only wrapped are joined."""
    for start, end in _between(_BLANK, text, 0, len(text)):
        lines = list(_between(_NEWLINE, text, start, end))
        if len(lines) > 1 and _is_wrapped(text, lines):
            yield start, end
            continue
        open_start = -1
        for place, (line_start, line_end) in enumerate(lines):
            if open_start < 0:
                open_start = line_start
            following = text[slice(*lines[place + 1])] if place + 1 < len(lines) else ""
            if not _runs_on(text[line_start:line_end], following):
                yield open_start, line_end
                open_start = -1


def _between(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of text[start:end] that the pattern parts, without space around them."""
    here = start
    for mark in [*pattern.finditer(text, start, end), None]:
        stop = mark.start() if mark else end
        left = len(text[here:stop]) - len(text[here:stop].lstrip())
        body = text[here:stop].strip()
        if body:
            yield here + left, here + left + len(body)
        here = mark.end() if mark else end


def _runs_on(line: str, following: str) -> bool:
    """True if a line without an end goes on, in small letters, on the next one."""
    return bool(following) and following[0].islower() and not _FINISHED.search(line)


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """True for a paragraph set in lines of about one width, of which at least one breaks inside a sentence."""
    sizes = [end - start for start, end in lines]
    widest = max(sizes)
    if not 40 <= widest <= 120 or min(sizes[:-1]) < 0.6 * widest:
        return False
    return any(_runs_on(text[slice(*line)], text[slice(*following)]) for line, following in pairwise(lines))


_BULLET = re.compile(
    r"(?:[•◦▪▫■□●○‣⁃∙·*➤►▶→✓✔]+|[-–—](?=\s)|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)(?=\s)|\d{1,2}\.(?=\s))\s*"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?"
_NAME = r"[A-Z][\w.'’-]*"
_PLACE_CAPITALS = r"[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]*){0,4}"
_AFTER_PLACE = rf"(?:,\s+{_NAME}(?:\s+{_NAME}){{0,3}}){{0,2}}(?:,\s+{_DAY})?"
_AGENCY = r"(?:\([A-Z][\w./&’' -]{0,40}\)|/[A-Z][\w. -]{1,20}/)"
_DATELINE = re.compile(
    rf"""(?:
      {_PLACE_CAPITALS}{_AFTER_PLACE}\s*{_AGENCY}?\s*(?:—|–|--|-(?=\s)|:)
    | {_NAME}(?:\s+{_NAME}){{0,3}}{_AFTER_PLACE}\s*{_AGENCY}\s*(?:—|–|--|-(?=\s)|:)
    | {_NAME}(?:\s+{_NAME}){{0,3}}{_AFTER_PLACE}\s*(?:—|--)
    | {_PLACE_CAPITALS},\s+{_DAY}\.?\s*{_AGENCY}\.?
    | {_AGENCY}\s*(?:—|–|--|-(?=\s))
    )\s*(?=\S)""",
    re.VERBOSE,
)
_DATE_ALONE = re.compile(
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?{_DAY}(?:,?\s+\d{{1,2}}[:.]\d\d(?:\s?[ap]\.?m\.?)?)?(?:\s+[A-Z]{{3,4}})?$"
)
_BOILERPLATE = re.compile(
    r"""(?:
      By\s+[A-Z][\w.'’-]*(?:\s+(?:and|[A-Z][\w.'’-]*,?)){0,6}$
    | \(?(?:Reporting|Writing|Editing|Additional\s+reporting|Compiled|Edited)\s+by\b
    | (?:©|\(c\)\s|Copyright\b).*
    | .{0,80}\ball\s+rights\s+reserved\b
    | (?:Advertisement|Sponsored|Related\s+(?:stories|articles|topics|news)|Read\s+(?:more|also|next)|Also\s+read
        |See\s+also|Sign\s+up|Subscribe|Follow\s+us|Share\s+this|Click\s+here|Photo|File\s+photo|Image|Source|Sources|Tags|Keywords)
      \b\s*(?::|$|(?:to|for|on|our|with)\b)
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def _line_sentences(text: str, start: int, end: int) -> Iterator[RawSentence]:
    """The sentences of one paragraph, with the kind that its form gives it."""
    line = text[start : min(end, start + 200)]
    is_short = end - start <= 200
    is_finished = bool(_FINISHED.search(text[max(start, end - 8) : end]))
    if _BOILERPLATE.match(line) and (is_short or line.startswith("(")):
        yield from _sentence(text, start, end, Piece.BOILERPLATE)
        return
    if is_short and _DATE_ALONE.match(line):
        yield from _sentence(text, start, end, Piece.DATELINE)
        return
    bullet = _BULLET.match(text, start, end)
    if bullet and bullet.end() < end:
        start = bullet.end()
    else:
        bullet = None
        dateline = _DATELINE.match(text, start, end)
        if dateline and dateline.end() < end and not _is_sentence(text, dateline):
            yield from _sentence(text, start, dateline.end(), Piece.DATELINE)
            start = dateline.end()
    kind = Piece.TEXT
    parts = list(_parts(text, start, end))
    is_one_line = len(parts) == 1 and not is_finished and end - start <= 400
    if is_one_line and len(text[start:end].split()) <= LONGEST_HEADLINE:
        kind = Piece.ITEM if bullet else Piece.HEADLINE
    for part_start, part_end in parts:
        yield from _sentence(text, part_start, part_end, kind)


def _is_sentence(text: str, dateline: re.Match[str]) -> bool:
    """True where what looks like a dateline begins a sentence in capitals or a name with an aside."""
    head = dateline.group().strip()
    rest = text[dateline.end() : dateline.end() + 1]
    is_aside = not any(mark in head for mark in "(/") and head[-1] in "—-" and not head.split(",")[0].isupper()
    return rest.islower() or (is_aside and len(head.split()) < 2) or (head.endswith(":") and "(" not in head)


def _sentence(text: str, start: int, end: int, kind: Piece) -> Iterator[RawSentence]:
    words = cut(text, start, end)
    for first in range(0, len(words), LONGEST_SENTENCE):
        some = tuple(words[first : first + LONGEST_SENTENCE])
        yield RawSentence(some[0].start, some[-1].end, some, kind)


_END = re.compile(
    rf"""(?P<mark>[.!?…]+|[。！？])(?P<closers>(?:["'”’)\]»]|{_SPACE}?\[\d{{1,3}}\])*)
         (?P<space>{_SPACE}+|(?=[A-Z“][a-z])|(?<=[。！？])|$)""",
    re.VERBOSE,
)
_LAST_WORD = re.compile(r"[^\s\"'“”‘’(\[«]+$")
_OPENED = re.compile(rf"{_SPACE}*[\"'“‘(\[«¿¡—–-]*{_SPACE}*(?P<word>[^\W_][\w'’.-]*|.?)", re.DOTALL)
_SMALL_NAME = re.compile(r"[a-z]{1,3}-[A-Z]|[a-z][A-Z]")


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end."""
    here = start
    for mark in _END.finditer(text, start, end):
        stop = mark.end("closers")
        if stop > here and _ends(text, here, end, mark):
            yield here, stop
            here = mark.end()
    if text[here:end].strip():
        yield here, end


def _ends(text: str, here: int, end: int, mark: re.Match[str]) -> bool:
    """True if the sentence that began at `here` ends with this mark."""
    if mark.end() >= end:
        return True
    before = _LAST_WORD.search(text, max(here, mark.start() - 40), mark.start())
    word = before.group() if before else ""
    following = _OPENED.match(text, mark.end(), min(end, mark.end() + 60))
    after = following.group("word") if following else ""
    if not after or not (
        after[0].isupper() or after[0].isdigit() or _SMALL_NAME.match(after) or not after[0].isascii()
    ):
        # A lower-case word goes on with the sentence, an opening mark or a picture begins another.
        return bool(after) and not after[0].isalnum() and mark["mark"][0] in "!?。！？"
    if not mark["space"] and mark["mark"] not in "。！？":
        return len(word) > 2 and word.islower() and after.lower() in STARTERS
    if mark["mark"] != ".":
        return True
    return not _is_abbreviated(
        word, after, is_quoted=bool(mark["closers"]), is_first=before is not None and before.start() == here
    )


def _is_abbreviated(word: str, after: str, *, is_quoted: bool, is_first: bool) -> bool:
    """True if the point after `word` only shortens it and `after` goes on with the sentence."""
    lowered = word.lower()
    starts = after[0].isupper() and after.lower().rstrip(".") in STARTERS and len(after) > 1
    if is_first and (word[:1].isdigit() or len(word) == 1):
        return True
    if lowered in ("e.g", "i.e") or (len(word) == 1 and after[0].isdigit()):
        return True
    if len(word) == 1 and word.isupper():
        return word != "I" and not starts
    if "." in word and re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):
        return not starts and not is_quoted and not (after[0].isdigit() and lowered in ("a.m", "p.m"))
    if lowered not in ABBREVIATIONS or (word == lowered and lowered not in SMALL_ABBREVIATIONS):
        return False
    if lowered == "no":
        return after[0].isdigit()
    if lowered in NEVER_LAST:
        return True
    return not starts and not is_quoted
