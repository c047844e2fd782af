"""A text comes in; the language that it is written in goes out, offline, and sure only where it can be."""

import math
import re
import unicodedata
from collections.abc import Sequence

NAMES = {
    "am": "Amharic",
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "gu": "Gujarati",
    "ha": "Hausa",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "km": "Khmer",
    "ko": "Korean",
    "ku": "Kurdish",
    "lo": "Lao",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mg": "Malagasy",
    "mk": "Macedonian",
    "ml": "Malayalam",
    "mn": "Mongolian",
    "ms": "Malay",
    "my": "Burmese",
    "ne": "Nepali",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "si": "Sinhala",
    "sk": "Slovak",
    "sl": "Slovenian",
    "so": "Somali",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
"""The languages that news is told in, by ISO 639-1 code; rarer ones are named as the nearest of these."""

# Words that carry English grammar and are not words, or rare ones, of its neighbours: no "in", "is", "was", "of",
# "to", "for", "he", "an", "on", "at", which Dutch, German, French, Polish or the Scandinavian languages have too.
_ENGLISH = """
    the and with from which that this these those their they them have has had been would will could should after
    before between against during because about into than when where while there who whose by said says it its his
    her were are be being also not but only over under upon other such through until since
"""
_GRAMMAR = {"en": frozenset(_ENGLISH.split())}
# Languages so near to one another that a doubt between them is none about the rest.
_NEIGHBOURS = (("id", "ms"), ("da", "no", "sv"), ("hr", "sr", "sl", "mk", "bg"), ("cs", "sk"))
SAMPLE = 6000
"""Characters of a text that are looked at."""

ENOUGH_LETTERS = 60
"""Letters below which a text in Latin script is too short to be told from a list of names."""

SURE = 0.95
"""Probability from which a text is taken to be in a language that cannot be read."""

_GRAMMAR_SHARE = 0.12
_WORD = re.compile(r"[^\W\d_]+")


def name_of(code: str) -> str:
    """The English name of a language, or its code where it has none here."""
    return NAMES.get(code, f"“{code}”")


def language_of(text: str, declared: str = "", readable: Sequence[str] = ("en",)) -> str:
    """ISO 639-1 code of the language of a text.

    The words decide, not the label: `declared` (as in "fr-FR") counts only where the words leave it open, and after
    it the first of `readable`, so that a short text is never lost for being short.
    """
    sample = text[:SAMPLE]
    words = _WORD.findall(sample.lower())
    for code, grammar in _GRAMMAR.items():
        hits = sum(word in grammar for word in words)
        if hits >= min(3, len(words)) and hits >= len(words) * _GRAMMAR_SHARE:
            return code
    letters = sum(map(len, words))
    is_foreign_script = sum(map(_is_latin, "".join(words))) < letters / 2
    best, probability = _best(sample) if is_foreign_script or letters >= ENOUGH_LETTERS else ("", 0.0)
    if best in readable or is_foreign_script or probability >= SURE:
        return best
    label = declared.strip().lower()[:2]
    return label if label in NAMES else next(iter(readable), best or "und")


def _is_latin(letter: str) -> bool:
    return letter < "\u0250" or unicodedata.name(letter, "").startswith("LATIN")


def _best(text: str) -> tuple[str, float]:
    """The most probable language with the probability that it is this one or a close neighbour of it."""
    ranked = _ranked(text)
    best = ranked[0][0]
    near = next((group for group in _NEIGHBOURS if best in group), (best,))
    return best, sum(probability for code, probability in ranked if code in near)


def _ranked(text: str) -> list[tuple[str, float]]:
    """The languages of NAMES by probability, the most probable first."""
    # Imported here: its model takes half a second and 60 MB, and plain English never comes this far.
    import py3langid

    length = math.sqrt(len(text.encode("utf-8", "replace")) or 1)
    scores = [(code, score / length) for code, score in py3langid.rank(text) if code in NAMES]
    top = max(score for _, score in scores)
    total = sum(math.exp(score - top) for _, score in scores)
    return [(code, math.exp(score - top) / total) for code, score in scores]
