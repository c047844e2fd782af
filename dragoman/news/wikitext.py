"""The wikitext of a page comes in; the words that its reader sees go out, with the templates that it used."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

_MARKS = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{\||\|\}")
_CLOSES = {"{{": "}}", "[[": "]]", "{|": "|}"}
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_TAKEN_OUT = re.compile(
    r"<(ref|gallery|math|timeline|score|imagemap|noinclude|nowiki)\b[^<>]*?(?:/>|>.*?(?:</\1\s*>|\Z))", re.S | re.I
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_QUOTES = re.compile(r"'{2,5}")
_LINK_OUT = re.compile(r"\[(?:https?:)?//[^\s\]]+(?:\s+([^\]\n]*))?\]")
_HEADING = re.compile(r"^(=+)[ \t]*(.*?)[ \t]*=+[ \t]*$")
_SWITCH = re.compile(r"__[A-Z]+__")
_LAST = frozenset(
    ("sources", "source", "references", "external links", "related news", "see also", "notes", "sister links")
)
"""Headings with which the story ends and its apparatus begins."""

_NOT_WORDS = re.compile(r"\s*:?\s*(file|image|category|media|fichier|datei|archivo|файл|категория)\s*:", re.I)
_PARTS = 40
_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Wikitext:
    """What a reader sees of a page, a paragraph a line, and its templates by lower-case name with their arguments."""

    text: str
    templates: Mapping[str, tuple[str, ...]]


def unmarked(source: str) -> Wikitext:
    """The words of wikitext in one pass, however it is nested: links as their labels, templates and tables taken out.

    `{{w|Article|label}}`, by which Wikinews links to Wikipedia, is a link like any other.
    """
    source = _TAKEN_OUT.sub(" ", _COMMENT.sub("", source))
    templates: dict[str, tuple[str, ...]] = {}
    opened: list[tuple[str, list[str]]] = []
    here: list[str] = []
    last = 0
    for mark in _MARKS.finditer(source):
        here.append(source[last : mark.start()])
        last = mark.end()
        if mark[0] in _CLOSES and len(opened) < _DEEPEST:
            opened.append((mark[0], here))
            here = []
        elif opened and _CLOSES[opened[-1][0]] == mark[0]:
            kind, outer = opened.pop()
            outer.append(_shown(kind, "".join(here), templates))
            here = outer
        # A mark that closes nothing is a slip of the writer's, and no word.
    here.append(source[last:])
    # What was never closed is read on as words, as the wiki itself does.
    whole = "".join("".join(each) for each in (*(outer for _, outer in opened), here))
    return Wikitext(_lines(whole), templates)


def _shown(kind: str, held: str, templates: dict[str, tuple[str, ...]]) -> str:
    if kind == "{|":
        return ""
    parts = [part.strip() for part in held.split("|", _PARTS)]
    if kind == "[[":
        if _NOT_WORDS.match(held) and not held.lstrip().startswith(":"):
            return ""
        return parts[-1] or parts[0]
    name = parts[0].lower()
    templates.setdefault(name, tuple(parts[1:]))
    if name in ("w", "wikipedia", "l") and len(parts) > 1:
        labels = [part for part in parts[1:3] if "=" not in part]
        return labels[-1] if labels else ""
    return ""


def _lines(text: str) -> str:
    found = []
    for line in text.split("\n"):
        if heading := _HEADING.match(line):
            if heading[2].strip().lower() in _LAST:
                break
            continue
        line = _LINK_OUT.sub(lambda link: link[1] or "", line.lstrip(":*#; \t"))
        line = html.unescape(_SWITCH.sub("", _TAG.sub(" ", _QUOTES.sub("", line))))
        if words := " ".join(line.split()):
            found.append(words)
    return "\n".join(found)
