"""Bytes come in; the text that they spell goes out, or a Skip that says why they spell none."""

import codecs
import re

from dragoman.errors import Skip

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers take these labels for; pages that say Latin-1 hold the curly quotes of Windows.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "iso8859-9": "cp1254"}
_ENCODINGS = re.compile(r"(utf-?(8|16|32)|iso8859|cp\d|koi8|gb|big5|shift_jis|euc|mac|hz|tis-620|latin)", re.I)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
CONTROL_SHARE = 0.02
"""Share of control characters from which what was decoded is taken for a binary file."""


def storable(text: str) -> str:
    """The text with each NUL and each half of a surrogate pair as U+FFFD; nothing else is touched, lengths stay."""
    return _UNSTORABLE.sub("\ufffd", text)


def mark_of(head: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark names, with the length of the mark; ("", 0) where there is none."""
    return next(((name, len(mark)) for mark, name in _MARKS if head.startswith(mark)), ("", 0))


def unmarked_wide(head: bytes) -> str:
    """The UTF-16 form of mostly Latin text that carries no mark: every other byte is NUL; "" if it is not so."""
    sample = head[: min(len(head), 2000) // 2 * 2]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    enough = len(sample) // 2 * 0.7
    if sample and odd >= enough and even == 0:
        return "utf-16-le"
    if sample and even >= enough and odd == 0:
        return "utf-16-be"
    return ""


def encoding_of(label: str) -> str:
    """Python's name of the encoding that a document declares, "" if it is none that documents are written in."""
    try:
        name = codecs.lookup(label.strip("\"' \t")).name
    except (LookupError, ValueError, UnicodeError):
        return ""
    return _MEANT.get(name, name) if _ENCODINGS.match(name) or name == "ascii" else ""


def decode(raw: bytes, declared: str = "", otherwise: str = "") -> str:
    """The text of a document without its byte order mark.

    Tried in this order: the mark, the encoding that the document declares, UTF-8, UTF-16 without a mark. Only
    then is `otherwise` taken, the fallback that a format defines (a browser's for pages). Skip for a binary file,
    and where no encoding fits: one is not guessed, for a wrong guess would misspell names without a word.
    """
    marked, skip = mark_of(raw)
    chosen = marked or encoding_of(declared) or unmarked_wide(raw)
    if chosen:
        text = _strictly(raw[skip:], chosen, declared="" if marked else declared)
    else:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as wrong:
            if not otherwise or _is_binary(raw[:4096].decode("latin-1")):
                raise _not_utf8(raw, wrong) from None
            text = raw.decode(otherwise, "replace")
    if _is_binary(text[:65536]):
        raise Skip("this is a binary file, not text")
    return text


def _strictly(raw: bytes, encoding: str, declared: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as wrong:
        lenient = raw.decode(encoding, "replace")
        # A stray byte in a long page is common, and shown as U+FFFD; more than that, and the label is wrong.
        if lenient.count("\ufffd") <= len(lenient) // 500:
            return lenient
        origin = f"which it declares to be {declared}" if declared else f"whose byte order mark says {encoding}"
        raise Skip(f"wrong encoding: the text, {origin}, does not decode (byte {wrong.start + 1:,})") from None


def _not_utf8(raw: bytes, wrong: UnicodeDecodeError) -> Skip:
    if _is_binary(raw[:4096].decode("latin-1")):
        return Skip("this is a binary file, not text")
    return Skip(
        f"wrong encoding: not UTF-8 (byte {wrong.start + 1:,} is 0x{raw[wrong.start]:02X}), and no other is declared; "
        "save it as UTF-8, or declare its charset"
    )


def _is_binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > len(text) * CONTROL_SHARE
