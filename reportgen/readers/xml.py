"""
XML from strangers: expat, fed in pieces, with guards that do not depend on its version.

No document type (and so no entity, no default attribute, no external file), limits on depth,
attributes and the size of one token, encodings from a list.
What breaks well-formedness is told apart: cut off at the end, or damaged in the middle.
"""

import codecs
import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple
from xml.parsers import expat

from reportgen.config.limits import amount, raised_by
from reportgen.errors import ReadError
from reportgen.model.text import one_line
from reportgen.patterns import pattern
from reportgen.readers.source import Source
from reportgen.wording import phrase

_LOOKS: Final = 1 << 10
"""After how many elements the watch is looked at again."""
DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][\w.:-]*)["']""")
"""The encoding that an XML declaration states."""
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
                self._source.watch.look()
                fed += len(piece)
                if fed - parser.CurrentByteIndex > longest:
                    raise ReadError(
                        phrase(
                            "one token is larger than the limit of {limit}; {raised}",
                            limit=amount(longest),
                            raised=raised_by("token"),
                        ),
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
            raise ReadError(phrase("the encoding cannot be read: {error}", error=error)) from error
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
                for attributes, at in zip(held, lines, strict=True):
                    if len(attributes) > most:
                        refuse(depth, at)
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
                refuse(depth, self.line)
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

    def _refuse(self, depth: int, line: int) -> None:
        """Say which guard an element hit that is at *depth* and begins in *line*."""
        if depth > self._limits.depth:
            deep = phrase(
                "nested deeper than the limit of {limit} elements; {raised}",
                limit=self._limits.depth,
                raised=raised_by("depth"),
            )
            raise ReadError(deep, f"line {line}")
        many = phrase(
            "more than {limit} attributes in one element, the limit; {raised}",
            limit=self._limits.attributes,
            raised=raised_by("attributes"),
        )
        raise ReadError(many, f"line {line}")

    def _on_doctype(self, *_: object) -> None:
        raise ReadError(
            phrase(
                "has a document type declaration (DOCTYPE), which is refused: it can name "
                "other files"
            ),
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
    found = DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    if found:
        name = found[1].decode("ascii")
        if not _ENCODINGS.fullmatch(name):
            raise ReadError(
                phrase(
                    'the encoding "{encoding}" is not accepted; write UTF-8',
                    encoding=one_line(name, 40),
                ),
                "line 1",
            )
