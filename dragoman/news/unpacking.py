"""A compressed stream comes in; what was packed in it goes out piece by piece, and a Skip where it is a bomb."""

import bz2
import io
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from dragoman.errors import Skip

RATIO = 200
"""How many times larger than its packed form a stream may be; news packs about 3 to 20 times."""

HARMLESS = 8_000_000
"""Unpacked bytes up to which no ratio is looked at."""

_MEMORY = 1 << 27
"""Bytes of window that a packed stream may ask for: what zstd and xz take by default stays below."""

_ZSTD = {100: 27}
"""The same for zstd: its parameter 100 is the logarithm of the largest window."""

_FAULTS = (ValueError, EOFError, zlib.error, lzma.LZMAError, OSError)
_PIECE = 1 << 16
_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".zstd")
"""Ends of names that say how a file is packed, and nothing of what is in it."""


def packing_of(head: bytes) -> str:
    """How a stream that begins with these bytes is packed: gzip, bzip2, xz or zstd; "" if it is not."""
    return next((name for magic, name in _MAGIC if head.startswith(magic)), "")


def unpacked(packed: BinaryIO, packing: str, *, cap: int | None = None) -> BinaryIO:
    """What is packed in a stream, read as it is asked for; `packing` may also be deflate or br, as in HTTP.

    Reading raises a Skip where the stream is damaged or cut short, unpacks to more than `RATIO` times its size, or
    to more than `cap` bytes.
    """
    return io.BufferedReader(Unpacked(packed, packing, cap), _PIECE)


class Unpacked(io.RawIOBase):
    """The raw stream of `unpacked`."""

    def __init__(self, packed: BinaryIO, packing: str, cap: int | None) -> None:
        super().__init__()
        self._source = _Counted(packed)
        self._packing = packing
        self._pieces = _PIECES[packing](self._source)
        self._rest = memoryview(b"")
        self._cap = cap
        self.given = 0

    def readable(self) -> bool:  # noqa: D102 - as io.RawIOBase has it
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: D102 - as io.RawIOBase has it
        while not self._rest:
            try:
                piece = next(self._pieces, None)
            except _FAULTS as damaged:
                raise Skip(f"the {self._packing} data is damaged or cut short ({damaged})") from None
            if piece is None:
                return 0
            self.given += len(piece)
            self._check()
            self._rest = memoryview(piece)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _check(self) -> None:
        if self._cap is not None and self.given > self._cap:
            raise Skip(f"unpacks to more than {self._cap // 1_000_000} MB")
        if self.given > HARMLESS and self.given > RATIO * self._source.taken:
            raise Skip(f"unpacks to more than {RATIO} times its size, as a bomb does")


class _Counted:
    """A stream that counts what was taken from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        piece = getattr(self._stream, "read1", self._stream.read)(_PIECE if size < 0 else size)
        self.taken += len(piece)
        return piece


def _by_members(source: _Counted, fresh: Callable[[], Any]) -> Iterator[bytes]:
    """The pieces of a stream of one packed member or of several, one after another, as bz2 and lzma unpack it."""
    waiting = b""
    while True:
        inflater = fresh()
        begun = False
        while not inflater.eof:
            if inflater.needs_input and not waiting:
                waiting = source.read(_PIECE)
                if not waiting:
                    if begun:
                        raise EOFError("it ends early")
                    return
            begun = True
            piece = inflater.decompress(waiting, _PIECE)
            waiting = b""
            if piece:
                yield piece
        waiting = inflater.unused_data.lstrip(b"\0")  # files are padded with NUL


class _Zlib:
    """A zlib stream with the manners of bz2's: what is left over waits inside."""

    def __init__(self, bits: int) -> None:
        self._inflater = zlib.decompressobj(bits)

    @property
    def eof(self) -> bool:
        return self._inflater.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflater.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inflater.unconsumed_tail

    def decompress(self, more: bytes, most: int) -> bytes:
        return self._inflater.decompress(self._inflater.unconsumed_tail + more, most)


def _gzip(source: _Counted) -> Iterator[bytes]:
    return _by_members(source, lambda: _Zlib(16 + zlib.MAX_WBITS))


def _bzip2(source: _Counted) -> Iterator[bytes]:
    return _by_members(source, bz2.BZ2Decompressor)


def _xz(source: _Counted) -> Iterator[bytes]:
    return _by_members(source, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY))


def _deflate(source: _Counted) -> Iterator[bytes]:
    """HTTP's deflate: a zlib stream, or, as some servers have it, a bare one."""
    head = source.read(_PIECE)
    while len(head) < 2 and (more := source.read(_PIECE)):
        head += more
    is_zlib = len(head) > 1 and head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
    waiting = [head]

    class _Again(_Counted):
        def read(self, size: int = -1) -> bytes:
            return waiting.pop() if waiting else source.read(size)

    return _by_members(_Again(io.BytesIO()), lambda: _Zlib(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS))


def _zstd(source: _Counted) -> Iterator[bytes]:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    try:
        yield from _by_members(source, lambda: zstd.ZstdDecompressor(options=_ZSTD))
    except zstd.ZstdError as damaged:
        raise ValueError(str(damaged)) from None


def _brotli(source: _Counted) -> Iterator[bytes]:
    import brotli

    inflater = brotli.Decompressor()
    try:
        while not inflater.is_finished():
            more = source.read(_PIECE) if inflater.can_accept_more_data() else b""
            piece = inflater.process(more, output_buffer_limit=_PIECE)
            if piece:
                yield piece
            elif not more and not inflater.is_finished():
                raise EOFError("it ends early")
    except brotli.error as damaged:
        raise ValueError(str(damaged)) from None


_PIECES: dict[str, Callable[[_Counted], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "bzip2": _bzip2,
    "xz": _xz,
    "zstd": _zstd,
    "deflate": _deflate,
    "br": _brotli,
}
CODINGS = ("gzip", "x-gzip", "deflate", "br", "zstd")
"""Content codings of HTTP that are unpacked."""
