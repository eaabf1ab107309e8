"""
Find the files behind the given paths: folders, files, globs, archives, standard input.

Order is that of the shown names, so that the same input gives the same report anywhere.
What cannot be reached is never passed over: it becomes a `Found` with the reason.
"""

import glob
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from reportgen.artifacts.archives import Member, is_archive, members
from reportgen.model.text import clean

STDIN: Final = "-"
STDIN_NAME: Final = "(standard input)"
MAX_FILES: Final = 20_000
MAX_DEPTH: Final = 100
"""How deep folders may lie in each other."""
_SKIPPED_FOLDERS = {".git", ".hg", ".svn", "__pycache__", "node_modules"}


class Found(NamedTuple):
    """A file to read, or the reason why it cannot be; *path* is how reports call it."""

    path: str
    size: int
    opener: Callable[[], BinaryIO]
    refusal: str | None = None


def discover(paths: Sequence[str], stdin: bytes | None = None) -> list[Found]:
    """
    Return what *paths* lead to, each file once, sorted by shown name.

    Names are relative to the folder that all paths share. *stdin* is the content behind ``-``.
    """
    given = [path for path in dict.fromkeys(paths) if path != STDIN]
    matches: dict[str, None] = {}
    missing: list[str] = []
    for path in given:
        hits = _matches(path)
        matches |= dict.fromkeys(hits)
        if not hits:
            missing.append(path)
    root = _common([_base(Path(match)) for match in matches])
    reached = (item for match in matches for item in _reach(Path(match), root))
    found = list(islice(_once(reached), MAX_FILES + 1))
    if len(found) > MAX_FILES:
        limit = f"more than {MAX_FILES:,} files, the limit: the others are not read"
        found[MAX_FILES:] = [_refused("(further files)", limit)]
    found += [_refused(_shown_given(path), "there is no such file or folder") for path in missing]
    if STDIN in paths and stdin is not None:
        found.append(Found(STDIN_NAME, len(stdin), lambda: BytesIO(stdin)))
    return _named_apart(sorted(found, key=lambda item: item.path))


def _matches(path: str) -> list[str]:
    if os.path.lexists(path):
        return [path]
    return sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - the pattern may be absolute


def _base(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _common(bases: list[Path]) -> Path:
    if not bases:
        return Path()
    try:
        return Path(os.path.commonpath([_absolute(base) for base in bases]))
    except ValueError:  # different drives
        return Path(_absolute(bases[0]))


def _reach(path: Path, root: Path) -> Iterator[tuple[str, Found]]:
    """Yield what *path* leads to, each with the place on disk that makes it one file."""
    base = _base(path)
    if not path.is_dir():
        yield from _file(path, base, root, named=True)
        return
    pending = [(path, 0)]
    while pending:
        here, depth = pending.pop()
        if depth > MAX_DEPTH:
            limit = f"more than {MAX_DEPTH} folders deep, the limit; what lies in it is not read"
            yield _absolute(here), _refused(_shown(here, root) + "/", limit)
            continue
        try:
            with os.scandir(here) as found:
                entries = sorted(entry.name for entry in found)
        except OSError as error:
            yield _unreadable(error, root)
            continue
        files = []
        for name in entries:
            entry = here / name
            if not entry.is_dir():
                files.append(entry)
            elif not entry.is_symlink():
                pending += [(entry, depth + 1)] if name not in _SKIPPED_FOLDERS else []
            # What a link inside the folder leads to is read at its own place.
            elif not _leads_inside(entry, base):
                reason = "a link that leads out of the folder; it is not followed"
                yield _absolute(entry), _refused(_shown(entry, root), reason)
        for entry in files:
            yield from _file(entry, base, root)


def _file(
    path: Path, base: Path, root: Path, *, named: bool = False
) -> Iterator[tuple[str, Found]]:
    shown, place = _shown(path, root), _absolute(path)
    try:
        if path.is_symlink() and not _leads_inside(path, base):
            reason = "a link that leads out of the folder; it is not followed"
            yield place, _refused(shown, reason)
            return
        status = path.stat()
    except OSError as error:
        yield place, _refused(shown, f"cannot be opened: {_reason(error)}")
        return
    if not stat.S_ISREG(status.st_mode):
        yield place, _refused(shown, "not a regular file; it is not opened")
        return
    if is_archive(path, named=named):
        for number, member in enumerate(members(path)):
            yield f"{place}\0{number}", _of_member(shown, member)
        return
    yield place, Found(shown, status.st_size, lambda: path.open("rb"))


def _of_member(archive: str, member: Member) -> Found:
    shown = f"{archive}/{_cleaned(member.name)}" if member.name else archive
    return Found(shown, member.size, member.opener, member.refusal)


def _once(reached: Iterable[tuple[str, Found]]) -> Iterator[Found]:
    """Yield each place once: two paths may lead to the same file."""
    seen: set[str] = set()
    for place, item in reached:
        if place not in seen:
            seen.add(place)
            yield item


def _named_apart(found: list[Found]) -> list[Found]:
    """Return *found* with a number behind names that are shown alike: none hides another."""
    counts: dict[str, int] = {}
    result = []
    for item in found:
        counts[item.path] = counts.get(item.path, 0) + 1
        number = counts[item.path]
        result.append(item._replace(path=f"{item.path} ({number})") if number > 1 else item)
    return result


def _refused(shown: str, reason: str) -> Found:
    return Found(shown, 0, BytesIO, reason)


def _unreadable(failure: OSError, root: Path) -> tuple[str, Found]:
    folder = Path(str(failure.filename or ""))
    reason = f"the folder cannot be opened: {_reason(failure)}"
    return _absolute(folder), _refused(_shown(folder, root) + "/", reason)


def _reason(error: OSError) -> str:
    return (error.strerror or "the link leads nowhere").lower()


def _leads_inside(path: Path, base: Path) -> bool:
    try:
        return path.resolve().is_relative_to(base.resolve())
    except (OSError, RuntimeError):  # a loop of links
        return False


def _absolute(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links


def _shown(path: Path, root: Path) -> str:
    return _cleaned(os.path.relpath(_absolute(path), root))


def _shown_given(path: str) -> str:
    """Return a path that leads nowhere as it was given, but never an absolute one."""
    return _cleaned(Path(path).name or path) if Path(path).is_absolute() else _cleaned(path)


def _cleaned(path: str) -> str:
    return clean(path.replace(os.sep, "/")).replace("\n", "⏎")
