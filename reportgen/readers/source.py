"""
One input file as readers see it: its bytes, its text, its JSON, each decoded once and with limits.

Content decides what a file is; the name is only shown.
"""

import codecs
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, BinaryIO, Final, Literal

from reportgen.config.limits import Limits, raised_by
from reportgen.errors import ReadError
from reportgen.model.text import one_line
from reportgen.patterns import pattern
from reportgen.readers.bounds import Bounds, too_large

CHUNK: Final = 1 << 20
HEAD: Final = 1 << 16
MAX_LINE: Final = 1 << 16
PIECE: Final = 1 << 17
_BOUNDS: Final = Bounds(Limits())
_GZIP = b"\x1f\x8b"
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Atomic groups: what one comment matched is never tried again with the next one's end.
_HTML = pattern(
    r"\s*(?>(?:(?><!--.*?-->)\s*)*)<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_ROOT = pattern(
    r"\s*(?>(?:(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>)\s*)*)"
    r"<([A-Za-z_][\w.:-]*)",
    re.DOTALL,
)
_XML_START = pattern(r"\s*<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
_BINARY_SHARE = 0.1

Kind = Literal["empty", "xml", "html", "json", "text", "binary"]


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
                    raise ReadError(f"the gzip data is broken: {error}") from error
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
        encoding = _encoding(self.head)
        errors = "replace" if encoding else _STRAY
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
        text = self.head_text
        start = _without_escapes(text).lstrip("\ufeff \t\r\n")
        if not start:
            return "empty"
        if _HTML.match(start):
            return "html"
        if _XML_START.match(start):
            return "xml"
        if start[0] in "{[" and _looks_like_json(start):
            return "json"
        strange = sum(text[:4096].count(mark) for mark in ("\0", "\ufffd"))
        return "binary" if strange > len(text[:4096]) * _BINARY_SHARE else "text"

    @cached_property
    def root(self) -> str | None:
        """The local name of the XML root element, or None."""
        found = _ROOT.match(self.head_text.lstrip("\ufeff"))
        return found[1].rpartition(":")[2] if found else None

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
            raise ReadError("not UTF-8 text", f"byte {error.start}") from error
        text = _without_escapes(text)
        check_depth(text, self.limits)
        decoder = json.JSONDecoder(
            object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite
        )
        found: list[Any] = []
        at = _skip_blank(text, 0)
        try:
            while at < len(text):
                document, at = decoder.raw_decode(text, at)
                found.append(document)
                at = _skip_blank(text, at)
        except json.JSONDecodeError as error:
            wrong = ReadError(
                f"not JSON: {error.msg[0].lower()}{error.msg[1:]}",
                f"line {error.lineno}, column {error.colno}",
            )
            if found and "\n" in text[:at] and "\n" not in text[at:].rstrip():
                return found, wrong
            raise wrong from error
        except (ValueError, RecursionError) as error:
            raise ReadError(f"not acceptable JSON: {error}") from error
        return found, None

    @property
    def document(self) -> Any:  # noqa: ANN401 - JSON is anything
        """The only JSON document, or the list of several."""
        return self.documents[0] if len(self.documents) == 1 else self.documents


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_STRAY: Final = "reportgen-stray-bytes"
codecs.register_error(_STRAY, _as_windows_1252)


def decode(data: bytes, *, errors: Literal["strict", "replace", "fallback"]) -> str:
    """
    Return *data* as text by its byte-order mark, else as UTF-8.

    ``fallback`` reads each byte that is no UTF-8 as windows-1252: one stray byte changes no other.
    """
    encoding = _encoding(data)
    if errors != "fallback":
        return data.decode(encoding or "utf-8", errors)
    return data.decode(encoding or "utf-8", "replace" if encoding else _STRAY)


def _encoding(data: bytes) -> str | None:
    """Return the encoding that the beginning of *data* shows, or None where it shows none."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if data[:200:2].count(0) > len(data[:200]) // 4:
        return "utf-16-be"
    if data[1:200:2].count(0) > len(data[:200]) // 4:
        return "utf-16-le"
    return None


_JSON_START = pattern(
    r"""\{\s*(?:"|\}|\Z)|\[\s*(?:[\[{"\]]|\Z"""
    r"""|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*(?:,\s*[-\d.eE]*\s*[,\]\[{"tfn]|\]\s*\Z)"""
    r"|(?:true|false|null)\s*[,\]])"
)


def _looks_like_json(start: str) -> bool:
    """Tell JSON from a log line that begins with a bracket (``[12:30:01] building``)."""
    return _JSON_START.match(start) is not None


# What terminals are told: `docker stats` and others write it into files, too.
_ESCAPES = pattern(r"\x1b\[[0-9;?]*[A-Za-z]")


def _without_escapes(text: str) -> str:
    return _ESCAPES.sub("", text) if "\x1b[" in text else text


def _skip_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n\x1e\ufeff":
        at += 1
    return at


_TOKENS: Final = pattern(r'"(?:[^"\\]++|\\.)*+\\?+"?+|[\[\]{}]', re.DOTALL)


def check_depth(text: str, limits: Limits) -> None:
    """
    Refuse JSON nested deeper than *limits* allow before anything recursive sees it.

    That of too many lists and objects is refused before memory is spent on it.

    Raises:
        ReadError: it is.

    """
    # A string that does not end goes to the end of the text: from each of its quotes it would be
    # looked for again otherwise, which takes minutes on what is small.
    depth = nodes = 0
    deepest, most = limits.depth, limits.json_nodes
    for token in _TOKENS.finditer(text):
        mark = token[0]
        if mark in "[{":
            depth += 1
            nodes += 1
            if nodes > most:
                raise ReadError(
                    f"more than {most:,} lists and objects, the limit; {raised_by('json-nodes')}"
                )
            if depth > deepest:
                raise ReadError(
                    f"nested deeper than the limit of {deepest} levels; {raised_by('depth')}"
                )
        elif mark in "]}":
            depth -= 1


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add() returns None on purpose
        raise ValueError(f'the key "{one_line(twice, 80)}" stands twice in one object')
    return result


def _refuse_constant(name: str) -> float:
    raise ValueError(f"a number is written as {name[:1]}…, which JSON does not have")


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{text[:40]} is out of range")
    return value
