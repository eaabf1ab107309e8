"""
JSON read member by member, for formats whose files outgrow what is parsed at once.

The text is walked from value to value; only what is asked for is parsed, everything else is passed
over. The guards are those of `json_text`: depth, repeated keys, numbers that are none.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn

from reportgen.errors import ReadError
from reportgen.model.text import one_line
from reportgen.patterns import pattern
from reportgen.readers.decoding import decode
from reportgen.readers.json_text import check_depth, finite, refuse_constant, unique
from reportgen.readers.source import Source
from reportgen.wording import phrase

_BLANK: Final = pattern(r"[ \t\r\n]*")
_BETWEEN_DOCUMENTS: Final = pattern(r"[ \t\r\n\x1e\ufeff]*")


class NotJsonError(ReadError):
    """The text breaks here: it is cut off or damaged."""


def parsed(source: Source) -> list[Any]:
    """
    Return the documents of *source*, for recognition; none where they cannot be parsed at once.

    Why they cannot be is for the readers to say that need them whole.
    """
    try:
        return source.documents if source.kind == "json" else []
    except ReadError:
        return []


class Members:
    """
    A place in the JSON of a file, moved on by reading.

    `members` and `items` stop at each value; what the caller does not read there is passed over.
    """

    def __init__(self, source: Source) -> None:
        try:
            self._text = decode(source.data(source.limits.text, "text"), errors="strict")
        except UnicodeDecodeError as error:
            raise ReadError(phrase("not UTF-8 text"), f"byte {error.start}") from error
        check_depth(self._text, source.limits)
        self._watch = source.watch
        self._decoder = json.JSONDecoder(
            object_pairs_hook=unique, parse_constant=refuse_constant, parse_float=finite
        )
        self._at = 0
        self._counted = (0, 1)

    @property
    def line(self) -> int:
        """The line of the next value, counted from 1."""
        before, lines = self._counted
        lines += self._text.count("\n", before, self._at)
        self._counted = (self._at, lines)
        return lines

    @property
    def next(self) -> str:
        """The character with which the next value begins; nothing at the end of the text."""
        return self._text[self._at : self._at + 1]

    def documents(self) -> Iterator[int]:
        """Stop at each document of the text; yield its number, counted from 1."""
        number = 0
        self._skip(_BETWEEN_DOCUMENTS)
        while self.next:
            number += 1
            yield from self._stop(number)
            self._skip(_BETWEEN_DOCUMENTS)

    def members(self) -> Iterator[str]:
        """Stop at each value of the object that comes next; yield its key."""
        seen: set[str] = set()
        for _ in self._inside("{", "}"):
            key = self.value() if self.next == '"' else self._break(phrase("a key was expected"))
            if key in seen:
                raise ReadError(
                    phrase('the key "{key}" stands twice in one object', key=one_line(key, 80)),
                    self._place(),
                )
            seen.add(key)
            self._skip(_BLANK)
            if self.next != ":":
                self._break(phrase("a colon was expected"))
            self._take()
            yield from self._stop(key)

    def items(self) -> Iterator[int]:
        """Stop at each value of the array that comes next; yield its index."""
        for index in self._inside("[", "]"):
            yield from self._stop(index)

    def value(self) -> Any:  # noqa: ANN401 - JSON is anything
        """
        Return the next value, parsed.

        Raises:
            NotJsonError: the text breaks inside it.
            ReadError: it repeats a key or holds a number that is none.

        """
        try:
            value, self._at = self._decoder.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            self._at = error.pos
            self._break(f"{error.msg[0].lower()}{error.msg[1:]}")
        except (ValueError, RecursionError) as error:
            raise ReadError(
                phrase("not acceptable JSON: {why}", why=error), self._place()
            ) from error
        return value

    def _inside(self, begin: str, end: str) -> Iterator[int]:
        if self.next != begin:
            self._break(phrase("{mark} was expected", mark=begin))
        self._take()
        if self.next == end:
            self._at += 1
            return
        index = 0
        while True:
            yield index
            index += 1
            self._skip(_BLANK)
            if self.next == end:
                self._at += 1
                return
            if self.next != ",":
                self._break(phrase("a comma or {mark} was expected", mark=end))
            self._take()

    def _stop(self, yielded: Any) -> Iterator[Any]:  # noqa: ANN401 - a key, an index or a number
        here = self._at
        self._watch.look()
        yield yielded
        if self._at == here:
            self.value()

    def _take(self) -> None:
        self._at += 1
        self._skip(_BLANK)

    def _skip(self, blank: re.Pattern[str]) -> None:
        found = blank.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _break(self, why: str) -> NoReturn:
        if not self.next:
            why = phrase("the text ends too early")
        raise NotJsonError(phrase("not JSON: {why}", why=why), self._place())

    def _place(self) -> str:
        column = self._at - self._text.rfind("\n", 0, self._at)
        return f"line {self._text.count(chr(10), 0, self._at) + 1}, column {column}"
