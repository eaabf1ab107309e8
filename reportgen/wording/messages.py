"""
The messages of a PO file, as GNU gettext and the tools of translators write it.

https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html, of which we need no contexts
and no domains: what is not expected is refused with its line.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_LINE: Final = re.compile(r'(?:(msgid|msgid_plural|msgstr|msgstr\[(\d)\]) +)?"(.*)"')
_TEXT: Final = re.compile(r'(?:[^"\\]|\\[ntr"\\])*')
_ESCAPE: Final = re.compile(r"\\(.)")
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


class TranslationError(ValueError):
    """A translation cannot be understood; the message says where and why."""


class Message(NamedTuple):
    """
    A sentence in English, *text* for one and *many* for others, and its *translations*, by form.

    *places* are the files that say it. *is_unsure* is what translators call fuzzy: the English has
    changed since. *notes* are the comments of translators, which are kept.
    """

    text: str
    many: str = ""
    translations: tuple[str, ...] = ("",)
    places: tuple[str, ...] = ()
    is_unsure: bool = False
    notes: tuple[str, ...] = ()


def messages_in(text: str) -> Iterator[Message]:
    """
    Yield the messages of the PO file *text*; those that nothing says any more (``#~``) are left.

    Raises:
        TranslationError: it has a line that no such file has.

    """
    reading = _Reading()
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        stripped = line.strip()
        if (not stripped or stripped.startswith("#")) and reading.is_whole:
            yield reading.message()
            reading = _Reading()
        if stripped.startswith("#"):
            reading.comment(stripped)
        elif stripped:
            if stripped.startswith("msgid ") and reading.is_whole:
                yield reading.message()
                reading = _Reading()
            reading.take(stripped, number)
    if reading.is_whole:
        yield reading.message()
    elif reading.has_begun:
        raise TranslationError("the last message has no translation, not even an empty one")


class _Reading:
    """A message as far as its lines have been read."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}
        self._last = ""
        self._places: list[str] = []
        self._notes: list[str] = []
        self._is_unsure = False

    @property
    def has_begun(self) -> bool:
        return bool(self._texts)

    @property
    def is_whole(self) -> bool:
        return "msgstr" in self._texts or "0" in self._texts

    def comment(self, line: str) -> None:
        if line.startswith("#:"):
            self._places += line[2:].split()
        elif line.startswith("#,"):
            self._is_unsure |= "fuzzy" in line
        elif line == "#" or line.startswith("# "):
            self._notes.append(line[2:])

    def take(self, line: str, number: int) -> None:
        found = _LINE.fullmatch(line)
        if found is None or not _TEXT.fullmatch(found[3]):
            raise TranslationError(f'line {number} is not understood: "{line[:80]}"')
        keyword, form = found[1], found[2]
        if keyword is not None:
            self._last = form or keyword
            if self._last in self._texts or not self._may_follow(self._last):
                raise TranslationError(f"line {number}: {keyword} does not stand where it may")
            self._texts[self._last] = []
        elif not self._last:
            raise TranslationError(f"line {number}: a text of nothing")
        said = _ESCAPE.sub(lambda escape: _ESCAPES[escape[1]], found[3])
        self._texts[self._last].append(said)

    def _may_follow(self, name: str) -> bool:
        """Whether *name* may come next: ids first, forms only of plurals and in their order."""
        match name:
            case "msgid":
                return not self._texts
            case "msgid_plural":
                return list(self._texts) == ["msgid"]
            case "msgstr":
                return list(self._texts) == ["msgid"]
            case _:
                expected = ["msgid", "msgid_plural", *map(str, range(int(name)))]
                return list(self._texts) == expected

    def message(self) -> Message:
        texts = {name: "".join(pieces) for name, pieces in self._texts.items()}
        forms = [text for name, text in texts.items() if name == "msgstr" or name.isdigit()]
        return Message(
            text=texts["msgid"],
            many=texts.get("msgid_plural", ""),
            translations=tuple(forms),
            places=tuple(self._places),
            is_unsure=self._is_unsure,
            notes=tuple(self._notes),
        )
