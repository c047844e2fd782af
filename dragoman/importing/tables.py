"""A file of rows comes in, packed or not, in any usual encoding; its rows go out as lists of text, with their lines."""

import codecs
import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, cast

from dragoman.errors import Stop

Row = tuple[int, list[str]]
"""The line that a row ends on, and its cells."""
LONGEST = 1 << 20
"""Characters of the longest cell that is read."""
_SCRAP = "dragoman_cp1252"


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 are taken for Windows-1252, as old exports have them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error(_SCRAP, _as_western)


def lines(path: Path, on_bytes: Callable[[int], None] = lambda _: None) -> Iterator[str]:
    """The lines of a file, of a gzip file, or of each file in a zip file; Stop if it cannot be opened or unpacked."""
    try:
        with ExitStack() as stack:
            for stream in _streams(path, stack):
                text = io.TextIOWrapper(stream, encoding=_encoding(stream), errors=_SCRAP, newline="\n")
                for line in text:
                    on_bytes(len(line))
                    yield line
                text.detach()
    except (OSError, EOFError, zipfile.BadZipFile, UnicodeError) as broken:
        raise Stop(f"{path}: {broken}.", remedy="Fetch the file again, or unpack it yourself.") from None


def rows(source: Iterator[str], delimiter: str, *, quoted: bool) -> Iterator[Row | tuple[int, str]]:
    """The rows of some lines; where one cannot be split, its line and why."""
    if not quoted:
        for number, line in enumerate(source, 1):
            if bare := line.rstrip("\r\n"):
                yield number, bare.split(delimiter)
        return
    csv.field_size_limit(LONGEST)
    found = csv.reader(source, delimiter=delimiter, doublequote=True, escapechar="\\" if delimiter == "\t" else None)
    while True:
        try:
            row = next(found)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield found.line_num, str(wrong)
            continue
        if row:
            yield found.line_num, row


def _streams(path: Path, stack: ExitStack) -> Iterator[io.BufferedReader]:
    file = stack.enter_context(path.open("rb"))
    magic = file.peek(4)[:4]
    if magic.startswith(b"\x1f\x8b"):
        yield io.BufferedReader(cast(io.RawIOBase, stack.enter_context(gzip.GzipFile(fileobj=file))), 1 << 16)
    elif magic.startswith(b"PK\x03\x04"):
        packed = stack.enter_context(zipfile.ZipFile(file))
        for name in packed.namelist():
            if not name.endswith("/"):
                opened: BinaryIO = cast(BinaryIO, stack.enter_context(packed.open(name)))
                yield io.BufferedReader(cast(io.RawIOBase, opened), 1 << 16)
    else:
        yield file


def _encoding(stream: io.BufferedReader) -> str:
    return "utf-16" if stream.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
