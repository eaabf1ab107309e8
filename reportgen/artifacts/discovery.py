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
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from reportgen.artifacts.archives import Holding, Member, is_archive, members
from reportgen.artifacts.choosing import Choice, Rank, rank
from reportgen.config.limits import Limits, amount, raised_by
from reportgen.model.text import clean
from reportgen.model.units import plural
from reportgen.wording import phrase

STDIN: Final = "-"
STDIN_NAME: Final = "(standard input)"
FURTHER: Final = "(further files)"
_SKIPPED_FOLDERS = {".git", ".hg", ".svn", "__pycache__", "node_modules"}
_LIMITS: Final = Limits()


class Found(NamedTuple):
    """A file to read, or the reason why it cannot be; *path* is how reports call it."""

    path: str
    size: int
    opener: Callable[[], BinaryIO]
    refusal: str | None = None


class _Place(NamedTuple):
    """Where something was met: a file below *base*, or what is refused before it is looked at."""

    rank: Rank
    absolute: str
    base: str
    refusal: str | None = None


class _Numbered(NamedTuple):
    """What lies at a place; the files of an archive are told apart by their number."""

    rank: Rank
    absolute: str
    number: int
    found: Found


def discover(
    paths: Sequence[str], stdin: bytes | None = None, limits: Limits = _LIMITS
) -> list[Found]:
    """
    Return what *paths* lead to, each file once, sorted by shown name.

    Names are relative to the folder that all paths share. *stdin* is the content behind ``-``.
    Where there are more files than *limits* allow, those that are named like evidence come first,
    and the last `Found` says what was left out.
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
    # What is named itself comes first, then a folder before those in it: the order in which they
    # were given decides nothing.
    absolute = (_absolute(Path(match)) for match in matches)
    ordered = sorted(absolute, key=lambda place: (os.path.isdir(place), place))  # noqa: PTH112 - of text
    reached = (place for match in ordered for place in _reach(match, limits))
    places = Choice(
        _once(reached) if len(ordered) > 1 else reached,
        limits.files,
        lambda place: (place.rank, place.absolute),
    )
    holding = Holding(limits)
    every = (item for place in places.kept for item in _at(place, root, limits, holding))
    chosen = Choice(every, limits.files, lambda item: (item.rank, (item.absolute, item.number)))
    found = [item.found for item in chosen.kept]
    left = {each: places.left[each] + chosen.left[each] for each in Rank}
    if any(left.values()):
        found.append(_refused(FURTHER, _left_out(left, limits)))
    found += [
        _refused(_shown_given(path), phrase("there is no such file or folder")) for path in missing
    ]
    if STDIN in paths and stdin is not None:
        found.append(_standard_input(stdin, limits))
    return _named_apart(sorted(found, key=lambda item: item.path))


def _standard_input(data: bytes, limits: Limits) -> Found:
    """Return what came in; it is held in memory, so the limit is that of a document."""
    if len(data) > limits.file:
        reason = phrase(
            "larger than the limit of {limit}; {raised}",
            limit=amount(limits.file),
            raised=raised_by("file"),
        )
        return _refused(STDIN_NAME, reason)
    return Found(STDIN_NAME, len(data), lambda: BytesIO(data))


def _left_out(left: dict[Rank, int], limits: Limits) -> str:
    likely = left[Rank.NAMED] + left[Rank.DOCUMENT]
    kinds = (
        phrase("{n:,} of them named like results", n=likely)
        if likely
        else phrase("none is named like results")
    )
    return phrase(
        "more than {limit:,} files, the limit: {files} not read, {kinds}; {raised}",
        limit=limits.files,
        files=plural(sum(left.values()), "file"),
        kinds=kinds,
        raised=raised_by("files"),
    )


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


def _reach(given: str, limits: Limits) -> Iterator[_Place]:
    """Yield what the path *given* leads to, without opening a file."""
    base = str(_base(Path(given)))
    if not os.path.isdir(given):  # noqa: PTH112 - of text: there may be millions
        yield _Place(Rank.NAMED, given, base)
        return
    pending = [(given, 0)]
    while pending:
        here, depth = pending.pop()
        if depth > limits.folder_depth:
            limit = phrase(
                "more than {limit} folders deep, the limit; what lies in it is not read; {raised}",
                limit=limits.folder_depth,
                raised=raised_by("folder-depth"),
            )
            yield _Place(Rank.DOCUMENT, here + os.sep, base, limit)
            continue
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in _SKIPPED_FOLDERS:
                            pending.append((entry.path, depth + 1))
                    elif not entry.is_symlink() or not os.path.isdir(entry.path):  # noqa: PTH112 - of text
                        yield _Place(rank(entry.name), entry.path, base)
                    # What a link inside the folder leads to is read at its own place.
                    elif not _leads_inside(Path(entry.path), Path(base)):
                        reason = phrase("a link that leads out of the folder; it is not followed")
                        yield _Place(rank(entry.name), entry.path, base, reason)
        except OSError as error:
            reason = phrase("the folder cannot be opened: {reason}", reason=_reason(error))
            yield _Place(Rank.DOCUMENT, here + os.sep, base, reason)


def _at(place: _Place, root: Path, limits: Limits, holding: Holding) -> Iterator[_Numbered]:
    """Yield the file at *place*, or those of the archive there."""
    if place.refusal is not None:
        shown = _shown(Path(place.absolute), root)
        shown += "/" if place.absolute.endswith(os.sep) else ""
        yield _Numbered(place.rank, place.absolute, -1, _refused(shown, place.refusal))
        return
    path, named = Path(place.absolute), place.rank is Rank.NAMED
    shown = _shown(path, root)
    found = _file(path, shown, Path(place.base))
    if found.refusal is not None or not is_archive(path, named=named):
        yield _Numbered(place.rank, place.absolute, -1, found)
        return
    for number, member in enumerate(members(path, limits, holding)):
        # What is wrong with the whole archive is never left out for its files.
        likely = rank(member.name) if member.name else Rank.NAMED
        yield _Numbered(likely, place.absolute, number, _of_member(shown, member))


def _file(path: Path, shown: str, base: Path) -> Found:
    try:
        if path.is_symlink() and not _leads_inside(path, base):
            return _refused(
                shown, phrase("a link that leads out of the folder; it is not followed")
            )
        status = path.stat()
    except OSError as error:
        return _refused(shown, phrase("cannot be opened: {reason}", reason=_reason(error)))
    if not stat.S_ISREG(status.st_mode):
        return _refused(shown, phrase("not a regular file; it is not opened"))
    return Found(shown, status.st_size, lambda: path.open("rb"))


def _of_member(archive: str, member: Member) -> Found:
    shown = f"{archive}/{_cleaned(member.name)}" if member.name else archive
    return Found(shown, member.size, member.opener, member.refusal)


def _once(reached: Iterable[_Place]) -> Iterator[_Place]:
    """Yield each place once: two paths may lead to the same file."""
    seen: set[str] = set()
    for place in reached:
        if place.absolute not in seen:
            seen.add(place.absolute)
            yield place


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


def _reason(error: OSError) -> str:
    return error.strerror.lower() if error.strerror else phrase("the link leads nowhere")


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
