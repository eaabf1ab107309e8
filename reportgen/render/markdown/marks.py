"""Markdown as a type, what a template may print, and the marks of tables and folded sections."""

from typing import Literal, TypeAlias

from reportgen.render.markdown.targets import Target

Context: TypeAlias = Literal["text", "cell", "summary"]
"""Running text (paragraph, heading, list item), a table cell, or the title of a folded section."""


class Md(str):
    """Markdown that may be printed as it is. Only the doors make it."""

    __slots__ = ()


def guard(value: object) -> Md | int:
    """
    Return *value* if a template may print it, else raise.

    Jinja calls this for every expression of every template, so that no text is printed
    that did not come through a door.
    """
    if isinstance(value, Md | int) and not isinstance(value, bool):
        return value
    raise TypeError(
        f"a template prints {type(value).__name__} that came through no door: {value!r}"
    )


class Marks:
    """The marks of tables, or of lists where there are no tables: no text goes through them."""

    def __init__(self, target: Target, context: Context) -> None:
        self._target = target
        self._cell = context == "cell" and target.tables
        self._fold = target.fold or ""
        self._summary = context == "summary" and target.details

    def header(self, *titles: str) -> Md:
        """Return the head of a table of ours and a line end; nothing where there are no tables."""
        if not self._cell:
            return Md("")
        return Md(f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}\n")

    @property
    def fold(self) -> Md:
        """What begins the title of a section that folds; nothing where sections do not."""
        return Md({"details": "<details><summary>", "plus": "+++ "}.get(self._fold, ""))

    @property
    def folded(self) -> Md:
        """What ends that title."""
        return Md("</summary>" if self._fold == "details" else "")

    @property
    def unfold(self) -> Md:
        """What ends the section."""
        return Md({"details": "\n</details>", "plus": "\n+++"}.get(self._fold, ""))

    @property
    def begin(self) -> Md:
        """What begins a row: of a table, or of a list where there are no tables."""
        return Md("| " if self._cell else "- ")

    @property
    def next(self) -> Md:
        """What stands between two cells."""
        return Md(" | " if self._cell else " · ")

    @property
    def skip(self) -> Md:
        """What stands for an empty cell and what comes before it."""
        return Md(" |" if self._cell else "")

    @property
    def end(self) -> Md:
        """What ends a row."""
        return Md(" |" if self._cell else "")
