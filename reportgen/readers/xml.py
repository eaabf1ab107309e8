"""
XML from strangers: expat, fed in pieces, with guards that do not depend on its version.

No document type (and so no entity, no default attribute, no external file), limits on depth,
attributes and the size of one token, encodings from a list.
What breaks well-formedness is told apart: cut off at the end, or damaged in the middle.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple
from xml.parsers import expat

from reportgen.config.limits import amount, raised_by
from reportgen.errors import ReadError
from reportgen.model.text import one_line
from reportgen.model.units import plural
from reportgen.patterns import pattern
from reportgen.readers.source import Source, decode

_LOOKS: Final = 1 << 10
"""After how many elements the watch is looked at again."""
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][\w.:-]*)["']""")
_ENCODINGS = pattern(
    r"utf-?8|utf-?16(?:[lb]e)?|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?1|windows-125\d|cp125\d|koi8-[ru]",
    re.IGNORECASE,
)
_CUT_OFF = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
}


class NotWellFormedError(Exception):
    """The XML breaks at *line* and *column*; *cut_off* when it merely ends too early."""

    def __init__(self, reason: str, line: int, column: int, *, cut_off: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = f"line {line}, column {column}"
        self.cut_off = cut_off


class Leaves(NamedTuple):
    """
    Elements called *name* that are told many at once, where they hold no other element.

    *take* is given the attributes and the line of each of those that follow each other, before
    whatever comes next, and at the end of each piece. Text in and between them is not told.
    One that holds an element is told as any other: its start, what is in it, its end.
    """

    name: str
    take: Callable[[list[dict[str, str]], list[int]], None]


class Parser:
    """
    A guarded expat parser; it calls *start* (local name, attributes), *end* (local name), *text*.

    Its guards are those of *source*. Most elements of a large file are alike and hold nothing:
    those are *leaves*.

    Namespaces are dropped: tools disagree about them, the local names are what they share.
    """

    def __init__(
        self,
        source: Source,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None],
        text: Callable[[str], None],
        leaves: Leaves | None = None,
    ) -> None:
        self._source = source
        self._limits = source.limits
        self._expat = expat.ParserCreate()
        self._expat.buffer_text = True
        self._expat.buffer_size = 1 << 16
        self._expat.StartDoctypeDeclHandler = self._on_doctype
        self._line = 0
        self._tell_leaves: Callable[[], None] = _nothing
        self._listen(start, end, text, leaves)

    @property
    def line(self) -> int:
        """The line of the event being handled, counted from 1."""
        return self._line or self._expat.CurrentLineNumber

    def run(self, pieces: Iterable[bytes]) -> None:
        """
        Parse *pieces* to the end.

        Raises:
            NotWellFormedError: the document is cut off or damaged.
            ReadError: a guard was hit; the text names it.

        """
        parser = self._expat
        fed, longest = 0, self._limits.token
        try:
            for piece in pieces:
                parser.Parse(piece, False)  # noqa: FBT003 - expat takes "is final" by position
                self._tell_leaves()
                fed += len(piece)
                if fed - parser.CurrentByteIndex > longest:
                    raise ReadError(
                        f"one token is larger than the limit of {amount(longest)}; "
                        f"{raised_by('token')}",
                        self._place(),
                    )
            parser.Parse(b"", True)  # noqa: FBT003 - the same
        except expat.ExpatError as error:
            self._tell_leaves()
            reason = expat.ErrorString(error.code)
            raise NotWellFormedError(
                reason, error.lineno, error.offset + 1, cut_off=error.code in _CUT_OFF
            ) from error
        except (LookupError, UnicodeError) as error:
            raise ReadError(f"the encoding cannot be read: {error}") from error
        finally:
            self._let_go()

    def _let_go(self) -> None:
        """Know nobody any more: who is told knows us, and a circle is memory that stays a while."""
        parser = self._expat
        parser.StartElementHandler = parser.EndElementHandler = None
        parser.CharacterDataHandler = parser.StartDoctypeDeclHandler = None
        self._tell_leaves = _nothing

    def _place(self) -> str:
        return f"line {self._expat.CurrentLineNumber}"

    def _listen(  # noqa: C901, PLR0915 - what they share is theirs alone
        self,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None],
        text: Callable[[str], None],
        leaves: Leaves | None,
    ) -> None:
        """
        Have expat call what is in here.

        There may be millions of calls, and names of a function are found faster than attributes.
        """
        parser, look, refuse = self._expat, self._source.watch.look, self._refuse
        deepest, most = self._limits.depth, self._limits.attributes
        leaf = leaves.name if leaves else None
        held: list[dict[str, str]] = []
        lines: list[int] = []
        hold, note = held.append, lines.append
        depth = elements = line = 0
        open_leaf: dict[str, str] | None = None

        def tell() -> None:
            """Tell what is held."""
            if held and leaves is not None:
                for attributes in held:
                    if len(attributes) > most:
                        refuse(depth)
                leaves.take(held, lines)
                held.clear()
                lines.clear()

        def on_start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth, elements, line, open_leaf
            if name == leaf and open_leaf is None and depth < deepest:
                open_leaf = attributes
                # One number for all that stand in one line takes less memory than one for each.
                if line != parser.CurrentLineNumber:
                    line = parser.CurrentLineNumber
                return
            if held:
                tell()
            if open_leaf is not None and leaf is not None:
                outer, open_leaf = open_leaf, None
                self._line = line
                open_element(leaf, outer)
                self._line = 0
            open_element(name.rpartition(":")[2], attributes)

        def open_element(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth, elements
            depth += 1
            elements += 1
            if not elements % _LOOKS:
                look()
            if depth > deepest or len(attributes) > most:
                refuse(depth)
            start(name, attributes)

        def on_end(name: str) -> None:
            nonlocal depth, open_leaf
            if open_leaf is not None:
                hold(open_leaf)
                note(line)
                open_leaf = None
                return
            if held:
                tell()
            depth -= 1
            end(name.rpartition(":")[2])

        def on_text(data: str) -> None:
            if open_leaf is None and not held:
                text(data)

        parser.StartElementHandler = on_start
        parser.EndElementHandler = on_end
        parser.CharacterDataHandler = on_text
        self._tell_leaves = tell

    def _refuse(self, depth: int) -> None:
        """Say which guard an element hit that is at *depth*."""
        if depth > self._limits.depth:
            raise ReadError(
                f"nested deeper than the limit of {self._limits.depth} elements; "
                f"{raised_by('depth')}",
                self._place(),
            )
        raise ReadError(
            f"more than {self._limits.attributes} attributes in one element, the limit; "
            f"{raised_by('attributes')}",
            self._place(),
        )

    def _on_doctype(self, *_: object) -> None:
        raise ReadError(
            "has a document type declaration (DOCTYPE), which is refused: it can name other files",
            self._place(),
        )


def _nothing() -> None:
    """Tell nothing: there is nobody any more to tell it."""


def check_encoding(head: bytes) -> None:
    """
    Refuse an encoding that is not on the list, before the parser decodes by it.

    Raises:
        ReadError: the declared encoding is not known or not allowed.

    """
    found = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    if found:
        name = found[1].decode("ascii")
        if not _ENCODINGS.fullmatch(name):
            raise ReadError(
                f'the encoding "{one_line(name, 40)}" is not accepted; write UTF-8', "line 1"
            )


# Characters that XML 1.0 forbids, https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TERMINAL = pattern("\x1b\\[[0-?]*[ -/]*[@-~]")
_MENDABLE = pattern(
    r"(?P<opaque><!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))"
    r"|&#(?:[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<dec>[0-9]{1,10}));"
    r"|(?P<bare>&(?!(?:amp|lt|gt|quot|apos|#\d+|#[xX][0-9a-fA-F]+);))",
    re.DOTALL,
)
_DECLARATION = pattern(r"<\?xml[^>]*\?>")


def repair(data: bytes) -> tuple[bytes, list[str]]:
    """
    Return *data* as UTF-8 without what XML forbids, and what was done to it.

    Undecodable bytes are read as windows-1252 each; terminal escapes go, other forbidden characters
    and references to them become U+FFFD; blanks before the declaration and bare ampersands are
    mended.
    What stands in a CDATA section or a comment is text and keeps its ampersands.
    The structure is never guessed at.
    """
    done: list[str] = []
    text = _decoded(data, done).removeprefix("\ufeff")
    stripped = text.lstrip()
    if stripped != text and stripped.startswith("<"):
        done.append("blanks before the declaration were removed")
        text = stripped
    text, escapes = _TERMINAL.subn("", text)
    text, characters = _FORBIDDEN.subn("\ufffd", text)
    references = ampersands = 0

    def mend(found: "re.Match[str]") -> str:
        nonlocal references, ampersands
        if found["opaque"]:
            return found[0]
        if found["bare"]:
            ampersands += 1
            return "&amp;"
        code = int(found["hex"], 16) if found["hex"] else int(found["dec"])
        if code > 0x10FFFF or _FORBIDDEN.match(chr(code)):
            references += 1
            return "\ufffd"
        return found[0]

    text = _MENDABLE.sub(mend, text)
    if forbidden := escapes + characters + references:
        done.append(f"{plural(forbidden, 'character')} that XML forbids replaced")
    if ampersands:
        done.append(f"{plural(ampersands, 'bare ampersand')} mended")
    text = _DECLARATION.sub("", text, count=1)
    return text.encode("utf-8"), done


def _decoded(data: bytes, done: list[str]) -> str:
    """Return *data* as text by its mark or its declaration; a stray byte never costs the others."""
    found = _DECLARED.match(data[:200])
    declared = found[1].decode("ascii").lower() if found else "utf-8"
    if declared.replace("-", "") not in {"utf8", "utf16", "usascii", "ascii"}:
        return data.decode(declared, "replace")
    text = decode(data, errors="fallback")
    if declared.startswith("utf-8") and text != decode(data, errors="replace"):
        done.append("bytes that are not UTF-8 read as windows-1252")
    return text


def pieces(data: bytes, size: int = 1 << 20) -> Iterator[bytes]:
    """Yield *data* in pieces, so that the token guard works on it as on a file."""
    for at in range(0, len(data), size):
        yield data[at : at + size]
