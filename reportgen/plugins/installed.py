"""
Which plugins are installed: entry points of packages, loaded one by one.

One that cannot be loaded, speaks another version, or lacks something is named, and not used.
Their order is that of their names, whatever was installed first.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from importlib.metadata import EntryPoint, EntryPoints, entry_points
from io import StringIO
from typing import Any, Final, NamedTuple, Protocol, cast

from reportgen.model.text import clean, one_line
from reportgen.patterns import pattern
from reportgen.plugins.protocol import API, Group
from reportgen.wording import phrase

FAULTS: Final = (Exception, SystemExit)
"""What a plugin may raise: to end the process is a fault, too, for it could end it as a success."""
MOST_WORDS: Final = 120
_NAME: Final = pattern(r"[a-z0-9][a-z0-9-]{0,49}")
_TEXTS: Final[dict[Group, tuple[str, ...]]] = {
    "readers": ("NAME", "TITLE", "HINT"),
    "renderers": ("TITLE",),
    "findings": (),
    "targets": (),
}
_CALLED: Final[dict[Group, tuple[str, ...]]] = {
    "readers": ("matches", "read"),
    "renderers": ("render",),
    "findings": ("findings",),
    "targets": (),
}


@contextmanager
def apart() -> Iterator[None]:
    """Let what a plugin prints inside go to standard error: standard output is for data."""
    with redirect_stdout(StringIO() if sys.stderr is None else sys.stderr):
        yield


class Plugin(NamedTuple):
    """A plugin that was loaded: its name, the package and version it came with, and itself."""

    name: str
    origin: str
    itself: Any


class Failure(NamedTuple):
    """A plugin that is not used, or failed; *what* goes on from its name: ``cannot be loaded``."""

    name: str
    origin: str
    what: str


class Installed(NamedTuple):
    """The plugins of a group, by name, and those of it that cannot be used."""

    plugins: tuple[Plugin, ...] = ()
    failures: tuple[Failure, ...] = ()


class _RefusedError(Exception):
    """The plugin cannot be used; the message says why."""


class Points(Protocol):
    """Entry points to choose from."""

    def select(self, *, group: str) -> EntryPoints:
        """Return those of a *group*."""


def all_points() -> Points:
    """Return the entry points of all packages that are installed."""
    return cast("Points", entry_points())  # Python 3.11 has another type for all of them


def installed(group: Group, points: Points | None = None) -> Installed:
    """Return the plugins of *group* among *points*, by default all; loaded and looked at."""
    plugins: dict[str, Plugin] = {}
    failures = []
    for point in sorted(
        (all_points() if points is None else points).select(group=f"reportgen.{group}"), key=_order
    ):
        name, origin = point.name, _origin(point)
        if name in plugins:
            double = not_used(phrase("{origin} has one of that name", origin=plugins[name].origin))
            failures.append(Failure(name, origin, double))
            continue
        try:
            with apart():
                plugins[name] = Plugin(name, origin, _loaded(point, group))
        except _RefusedError as refused:
            failures.append(Failure(name, origin, not_used(str(refused))))
        except FAULTS as error:
            failures.append(Failure(name, origin, _unloaded(error)))
    return Installed(tuple(plugins.values()), tuple(failures))


def not_used(why: str) -> str:
    """Return what `Failure` says of a plugin that is not used."""
    return phrase("is not used: {why}", why=why)


def _unloaded(error: BaseException) -> str:
    return phrase("cannot be loaded ({error})", error=told(error))


def _order(point: EntryPoint) -> tuple[str, str, str]:
    return point.name, _origin(point), point.value


def _origin(point: EntryPoint) -> str:
    """Return the package that *point* came with, and its version."""
    if point.dist is None:
        return phrase("an unknown package")
    return one_line(clean(f"{point.dist.name} {point.dist.version}"), MOST_WORDS)


def _loaded(point: EntryPoint, group: Group) -> object:
    if not _NAME.fullmatch(point.name):
        raise _RefusedError(phrase("a name has lower case, digits and hyphens"))
    plugin = point.load()
    spoken = getattr(plugin, "API", None)
    if type(spoken) is not int or spoken != API:
        raise _RefusedError(
            phrase(
                "it states version {version} of the protocol, and this reportgen speaks {ours}",
                version=f"{spoken!r:.20}",
                ours=API,
            )
            if type(spoken) is int
            else phrase(
                "it states no version of the protocol, and this reportgen speaks {ours}", ours=API
            )
        )
    for name in _TEXTS[group]:
        text = getattr(plugin, name, None)
        if not isinstance(text, str) or not text or one_line(clean(text), MOST_WORDS) != text:
            raise _RefusedError(phrase("{name} is no line of text", name=name))
    for name in _CALLED[group]:
        if not callable(getattr(plugin, name, None)):
            raise _RefusedError(phrase("it has no {name}()", name=name))
    if group == "readers":
        _check_reader(plugin, point.name)
    return plugin


def _check_reader(plugin: object, name: str) -> None:
    if getattr(plugin, "NAME", None) != name:
        raise _RefusedError(phrase("NAME is not the name of its entry point"))
    if not isinstance(getattr(plugin, "HOLDS_TESTS", None), bool):
        raise _RefusedError(phrase("HOLDS_TESTS is neither True nor False"))


def told(error: BaseException) -> str:
    """Return what *error* is, and what it says, on one line: never a traceback."""
    try:
        text = one_line(clean(str(error)), 200)
    except FAULTS:
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
