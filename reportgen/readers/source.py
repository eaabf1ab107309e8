"""
One input file as readers see it: its bytes, its text, its JSON, each decoded once and with limits.

Content decides what a file is; the name is only shown.
"""

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, BinaryIO, Final, Literal

from reportgen.config.limits import Limits
from reportgen.errors import ReadError
from reportgen.readers.bounds import Bounds, too_large
from reportgen.readers.decoding import STRAY, decode, encoding_of
from reportgen.readers.json_text import documents_in
from reportgen.readers.sniffing import Kind, kind_of, root_of
from reportgen.wording import phrase

CHUNK: Final = 1 << 20
HEAD: Final = 1 << 16
MAX_LINE: Final = 1 << 16
PIECE: Final = 1 << 17
_BOUNDS: Final = Bounds(Limits())
_GZIP = b"\x1f\x8b"


class Source:
    """
    A file to read. *path* is the name shown in reports, *opener* gives its bytes from the start.

    *variant_properties* are the properties by which the same test in two environments is two tests,
    *bounds* what it may take: without them the default limits, and all the time.

    Gzip is recognised by content and opened on the way.
    """

    def __init__(
        self,
        path: str,
        opener: Callable[[], BinaryIO],
        variant_properties: tuple[str, ...] = (),
        bounds: Bounds = _BOUNDS,
    ) -> None:
        self.path = path
        self.variant_properties = variant_properties
        self.limits = bounds.limits
        self.watch = bounds.watch
        self._opener = opener

    @property
    def stem(self) -> str:
        """The file's name without folder and last suffix."""
        name = self.path.replace("\\", "/").rpartition("/")[2]
        return name.rpartition(".")[0] or name

    @property
    def suffix(self) -> str:
        """The last suffix in lower case, with its dot."""
        name = self.path.replace("\\", "/").rpartition("/")[2]
        head, dot, tail = name.rpartition(".")
        return f".{tail.lower()}" if head and dot else ""

    def chunks(self, key: Literal["file", "log"] = "file") -> Iterator[bytes]:
        """
        Yield the content, decompressed, in pieces of at most `CHUNK` bytes.

        What was compressed is never more than `limits.file`, whatever limit *key* names.

        Raises:
            ReadError: the content is larger than the limit, its compression is broken,
                or the time is over.

        """
        with self._opener() as raw:
            packed = raw.read(2) == _GZIP
            raw.seek(0)
            stream: BinaryIO = gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[assignment]  # reads like one
            limit = self.limits.log if key == "log" else self.limits.file
            if packed and self.limits.file < limit:
                limit, key = self.limits.file, "file"
            total = 0
            while True:
                try:
                    piece = stream.read(CHUNK)
                except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                    raise ReadError(
                        phrase("the gzip data is broken: {error}", error=error)
                    ) from error
                if not piece:
                    return
                total += len(piece)
                if total > limit:
                    raise too_large(limit, key)
                self.watch.look()
                yield piece

    @cached_property
    def is_long(self) -> bool:
        """Whether it is more than readers of whole documents take as text."""
        total = 0
        for piece in self.chunks("log"):
            total += len(piece)
            if total > self.limits.text:
                return True
        return False

    def line_pieces(self) -> Iterator[str]:
        r"""
        Yield the text in pieces of whole lines, each ended by ``\n``, whatever ended it.

        Of a line longer than `MAX_LINE` characters only the beginning is given.

        Raises:
            ReadError: the content is larger than `limits.log`, its compression is broken,
                or the time is over.

        """
        encoding = encoding_of(self.head)
        errors = "replace" if encoding else STRAY
        decoder = io.IncrementalNewlineDecoder(
            codecs.getincrementaldecoder(encoding or "utf-8")(errors), translate=True
        )
        carry, cut = "", False
        for chunk in self.chunks("log"):
            for at in range(0, len(chunk), PIECE):
                self.watch.look()
                text = decoder.decode(chunk[at : at + PIECE])
                if cut:
                    _, found, text = text.partition("\n")
                    if not found:
                        continue
                    text, cut = f"\n{text}", False
                text = carry + text
                whole, found, carry = text.rpartition("\n")
                if found:
                    yield whole + "\n"
                if len(carry) > MAX_LINE:
                    carry, cut = carry[:MAX_LINE], True
        carry += decoder.decode(b"", final=True) if not cut else ""
        if carry:
            yield carry if carry.endswith("\n") else carry + "\n"

    def data(self, limit: int, key: str) -> bytes:
        """
        Return the whole content.

        Raises:
            ReadError: it is larger than *limit* bytes, which the key *key* of the limits raises.

        """
        pieces: list[bytes] = []
        total = 0
        for piece in self.chunks():
            total += len(piece)
            if total > limit:
                raise too_large(limit, key)
            pieces.append(piece)
        return b"".join(pieces)

    @cached_property
    def head(self) -> bytes:
        """The first `HEAD` bytes, decompressed."""
        for piece in self.chunks():
            return piece[:HEAD]
        return b""

    @cached_property
    def head_text(self) -> str:
        """The head as text, for recognition; undecodable bytes are replaced."""
        return decode(self.head, errors="replace")

    @cached_property
    def kind(self) -> Kind:
        """What the content looks like at first sight."""
        return kind_of(self.head_text)

    @cached_property
    def root(self) -> str | None:
        """The local name of the XML root element, or None."""
        return root_of(self.head_text)

    @cached_property
    def text(self) -> str:
        """The whole content as text; stray bytes are read as windows-1252."""
        return decode(self.data(self.limits.text, "text"), errors="fallback")

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.text.splitlines()

    @cached_property
    def documents(self) -> list[Any]:
        """
        The JSON documents of the content: one, or several in a row (JSON lines, pages).

        Of several the last may be cut off; then `broken` says where.

        Raises:
            ReadError: it is not JSON, is too deep, repeats a key, or holds a number that is none.

        """
        if isinstance(self._parsed, ReadError):
            raise self._parsed
        return self._parsed[0]

    @property
    def broken(self) -> ReadError | None:
        """Where JSON lines end in the middle of one, or None; only `documents` finds it out."""
        parsed = vars(self).get("_parsed")
        return None if parsed is None or isinstance(parsed, ReadError) else parsed[1]

    @cached_property
    def _parsed(self) -> tuple[list[Any], ReadError | None] | ReadError:
        """The documents and where the last breaks, or why there are none: told once to many."""
        try:
            return self._parse()
        except ReadError as error:
            return error

    def _parse(self) -> tuple[list[Any], ReadError | None]:
        try:
            text = decode(self.data(self.limits.json_document, "json"), errors="strict")
        except UnicodeDecodeError as error:
            raise ReadError(phrase("not UTF-8 text"), f"byte {error.start}") from error
        return documents_in(text, self.limits)

    @property
    def document(self) -> Any:  # noqa: ANN401 - JSON is anything
        """The only JSON document, or the list of several."""
        return self.documents[0] if len(self.documents) == 1 else self.documents
