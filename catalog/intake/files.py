"""Opens a catalogue file, packed or not, as a stream of text whatever its encoding; memory does not grow with it."""

import codecs
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from catalog.intake.errors import FileBroken, FormatUnknown
from catalog.intake.text import MENDED

CHUNK = 1 << 16
HEAD = 1 << 16
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_AS_WINDOWS = "aisle-windows-1252"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 are most often Windows-1252; each is marked, so that the row can be named."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end].decode("cp1252", errors="replace")
    return "".join(MENDED + sign for sign in wrong), error.end


codecs.register_error(_AS_WINDOWS, _as_windows)


class CatalogFile:
    """Knows how far it has been read, in bytes of the file as it lies on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.position = 0

    def fingerprint(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def head(self) -> str:
        """The beginning, enough to tell the format."""
        read = ""
        for chunk in self.text():
            read += chunk
            if len(read) >= HEAD:
                break
        return read

    def text(self) -> Iterator[str]:
        with self.path.open("rb") as raw:
            packed = raw.read(4)
            raw.seek(0)
            if packed == _ZIP:
                raise FormatUnknown(reason="is a spreadsheet or an archive; save it as CSV or unpack it")
            unpacked: BinaryIO = gzip.GzipFile(fileobj=raw) if packed.startswith(_GZIP) else raw  # type: ignore[assignment] # GzipFile is one
            yield from self._decoded(raw, unpacked)

    def _decoded(self, raw: BinaryIO, unpacked: BinaryIO) -> Iterator[str]:
        decoder: codecs.IncrementalDecoder | None = None
        while True:
            try:
                chunk = unpacked.read(CHUNK)
            except (EOFError, zlib.error, gzip.BadGzipFile) as exc:
                raise FileBroken(where=f"byte {raw.tell()}", reason=f"it is packed and damaged ({exc})") from exc
            self.position = raw.tell()
            if decoder is None:
                chunk, decoder = _begun(chunk)
            if text := decoder.decode(chunk, final=not chunk):
                yield text
            if not chunk:
                return

    def utf8(self) -> io.BufferedReader:
        return io.BufferedReader(_Utf8(self.text()), buffer_size=CHUNK)


class _Utf8(io.RawIOBase):
    """The text as bytes, for readers that want them."""

    def __init__(self, text: Iterator[str]) -> None:
        self._text = text
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override] # typeshed names any buffer
        if not self._left:
            self._left = next(self._text, "").encode("utf-8", errors="replace")
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)


def _begun(chunk: bytes) -> tuple[bytes, codecs.IncrementalDecoder]:
    """Without the mark some editors put first, and a decoder for what follows."""
    for mark, encoding in _BOMS:
        if chunk.startswith(mark):
            return chunk[len(mark) :], _decoder(encoding)
    declared = _DECLARED.match(chunk[:200])
    return chunk, _decoder(declared[1].decode("ascii").lower() if declared else "utf-8")


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    if encoding in {"utf-8", "utf8", "us-ascii", "ascii"}:
        return codecs.getincrementaldecoder("utf-8")(errors=_AS_WINDOWS)
    try:
        return codecs.getincrementaldecoder(encoding)(errors="replace")
    except LookupError:
        raise FormatUnknown(reason=f"is in an unknown encoding, {encoding}") from None
