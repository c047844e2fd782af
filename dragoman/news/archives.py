"""A ZIP or tar archive comes in; its members go out one by one as streams, and nothing is ever written to a path."""

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO

from dragoman.errors import Skip
from dragoman.news.unpacking import HARMLESS, RATIO

MEMBERS = 1_000_000
"""Members beyond which an archive is refused."""

_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/container.xml")
_PASSED_OVER = ("__MACOSX", ".DS_Store", "Thumbs.db")


def archive_of(head: bytes) -> str:
    """The kind of archive that begins with these bytes: zip or tar; "" if it is none."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    return "tar" if head[257:262] == b"ustar" else ""


def members(stream: BinaryIO, kind: str) -> Iterator[tuple[str, BinaryIO | Skip]]:
    """The files in an archive with their names, in order, each open until the next is asked for; folders and links
    are passed over.

    A member that cannot be read comes as a Skip; a Skip is raised where the archive itself cannot be.
    """
    return _zip(stream) if kind == "zip" else _tar(stream)


def _zip(stream: BinaryIO) -> Iterator[tuple[str, BinaryIO | Skip]]:
    if not stream.seekable():
        raise Skip("a ZIP archive is read from its end, so it cannot come through a pipe; save it to a file")
    try:
        with zipfile.ZipFile(stream) as archive:
            held = archive.infolist()
            if held and held[0].filename in _OFFICE:
                raise Skip("this is an office document or a book, not text; take the text out of it first")
            if len(held) > MEMBERS:
                raise Skip(f"the archive has more than {MEMBERS:,} members")
            for member in held:
                if member.is_dir() or _is_passed_over(member.filename):
                    continue
                # The sizes are the archive's own word; what is unpacked beyond them the library cuts off.
                if member.file_size > HARMLESS and member.file_size > RATIO * member.compress_size:
                    yield member.filename, Skip(f"unpacks to more than {RATIO} times its size, as a bomb does")
                    continue
                try:
                    with archive.open(member) as opened:
                        yield member.filename, _Member.of(opened)
                except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as damaged:
                    yield member.filename, Skip(f"cannot be taken out of its archive ({_said(damaged)})")
    except (zipfile.BadZipFile, ValueError) as damaged:
        raise Skip(f"the ZIP archive is damaged ({_said(damaged)})") from None


def _tar(stream: BinaryIO) -> Iterator[tuple[str, BinaryIO | Skip]]:
    number = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                number += 1
                archive.members = []  # type: ignore[attr-defined] # else it remembers them all
                if number > MEMBERS:
                    raise Skip(f"the archive has more than {MEMBERS:,} members")
                if member.isreg() and not member.issparse() and not _is_passed_over(member.name):
                    opened = archive.extractfile(member)
                    if opened is not None:
                        yield member.name, _Member.of(opened)
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as damaged:
        raise Skip(f"the tar archive is damaged after member {number} ({_said(damaged)})") from None


class _Member(io.RawIOBase):
    """An open member, of whose damage a Skip tells."""

    def __init__(self, opened: IO[bytes]) -> None:
        super().__init__()
        self._opened = opened

    @classmethod
    def of(cls, opened: IO[bytes]) -> BinaryIO:
        return io.BufferedReader(cls(opened), 1 << 16)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return isinstance(self._opened, zipfile.ZipExtFile) and self._opened.seekable()

    def tell(self) -> int:
        return self._opened.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._opened.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._opened.read(len(buffer))
        except _DAMAGE as damaged:
            raise Skip(f"cannot be taken out of its archive ({_said(damaged)})") from None
        buffer[: len(piece)] = piece
        return len(piece)


_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
)


def _said(failed: Exception) -> str:
    return str(failed)[:120] or type(failed).__name__


def _is_passed_over(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part in _PASSED_OVER or part.startswith("._") for part in parts)
