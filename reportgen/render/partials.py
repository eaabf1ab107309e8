"""
Templates of a user's that take the place of ours, by their names.

They are trusted as configuration is; what they print is not. They are walked before they are used,
as ours are by a test: nothing may switch the escaping off, and values stand where escaping is
enough. The environments that render them are sandboxes besides.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, Environment, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from reportgen.patterns import pattern
from reportgen.render.bytecode import Kept
from reportgen.render.walking import mistakes, statement_mistakes
from reportgen.resources import folder

_NOT_OF_A_REPORT: Final = ("markdown/compare_", "html/_elsewhere")
"""Parts of comparisons and of the site alone, which no user's template reaches."""


_ADDRESS: Final = pattern(r"""(?:href|src)\s*=\s*"\s*\{\{-?\s*([^}]*?)\s*-?\}\}""", re.IGNORECASE)
"""A value with which an address begins: it decides where that leads."""


class Partials(NamedTuple):
    """
    Templates by the names of ours, as ``markdown/headline.md.j2`` and ``html/_tests.html.j2``.

    *folder* is how messages call the place where they lie.
    """

    folder: str = ""
    sources: tuple[tuple[str, str], ...] = ()

    def loaded(self, below: str, ours: BaseLoader) -> BaseLoader:
        """Return what loads those *below* a folder, by the rest of their names, then *ours*."""
        theirs = {
            name.removeprefix(below): source
            for name, source in self.sources
            if name.startswith(below)
        }
        return ChoiceLoader([DictLoader(theirs), ours]) if theirs else ours

    @property
    def kind(self) -> type[Environment]:
        """The environment to render with: where there are any, a sandbox."""
        return SandboxedEnvironment if self.sources else Environment

    @property
    def kept(self) -> Kept | None:
        """Where compiled templates are kept: those of a sandbox are others, and not kept."""
        return None if self.sources else Kept()


NO_PARTIALS: Final = Partials()


@cache
def replaceable() -> tuple[str, ...]:
    """Return the names of our templates that a user's can take the place of, in order."""
    root = folder("templates")
    found = [*root.glob("markdown/*.md.j2"), *root.glob("html/_*.html.j2")]
    names = sorted(path.relative_to(root).as_posix() for path in found)
    return tuple(name for name in names if not name.startswith(_NOT_OF_A_REPORT))


def mistakes_in(
    partials: Partials, markdown: Callable[[], Environment], html: Callable[[], Environment]
) -> Iterator[str]:
    """Yield what is wrong with *partials*, with the name of each, read by the two environments."""
    for name, source in partials.sources:
        try:
            if name.startswith("html/"):
                found = [*mistakes(source, html()), *_leading_away(source)]
            else:
                found = statement_mistakes(source, markdown())
        except TemplateSyntaxError as error:
            found = [f"line {error.lineno}: {error.message}"]
        yield from (f"{name}, {each}" for each in found)


def _leading_away(source: str) -> Iterator[str]:
    """Yield the values that begin an address in *source*, neither checked nor as ours do."""
    for found in _ADDRESS.finditer(source):
        value = found[1]
        if value not in _our_addresses() and value.rpartition("|")[2].strip() != "web_address":
            line = source.count("\n", 0, found.start()) + 1
            yield f"line {line}: an address begins with {value}: add | web_address"


@cache
def _our_addresses() -> frozenset[str]:
    root = folder("templates")
    return frozenset(
        value
        for name in replaceable()
        if name.startswith("html/")
        for value in _ADDRESS.findall((root / name).read_text(encoding="utf-8"))
    )
