"""
A history in git: the files of one branch that shares no commit with any other.

What a command adds is published once, as one commit on what the branch holds at that moment.
Where somebody else was faster the remote refuses; the branch is fetched again, the same files are
put on top, and so on. Nothing is forced: what others published stays.

Two things cannot be put on top. Where one side removed files and the other added some, a table of
tests may be gone that a new record needs: then the work is done anew.

What can be derived again is not published: the branch would keep every version of it for ever.
"""

import random
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Final

from reportgen.errors import UnreachableHistoryError
from reportgen.history.places.addresses import remote_of, without_credentials
from reportgen.history.places.git_program import GitError, Repository
from reportgen.history.places.place import ChangedMeanwhileError
from reportgen.patterns import pattern
from reportgen.wording import phrase

LONGEST_S: Final = 60
"""How long is waited in all for others to have done."""
_FIRST_WAIT_S, _MOST_WAIT_S = 0.2, 6
_MOST_STUCK: Final = 3
"""How often the remote may refuse while nobody else publishes."""
_FETCHED: Final = "refs/reportgen/fetched"
_NAME: Final = pattern(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")


class Git:
    """A history in the branch that *address* names; *environ* is what git is started with."""

    keeps_derived: Final = False

    def __init__(self, address: str, environ: Mapping[str, str]) -> None:
        self._remote = remote_of(address)
        self._environ = environ
        self._git: Repository | None = None
        self._tip: str | None = None
        self._files: dict[str, str] = {}
        self._added: dict[str, bytes] = {}
        self._removed: set[str] = set()
        self._derived: dict[str, bytes] = {}
        self._commits = count(1)
        self.address = without_credentials(address)

    def where(self, name: str) -> str:
        """Return the name of a file, and where it is."""
        return phrase("{name} in {address}", name=name, address=self.address)

    def exists(self) -> bool:
        """Whether the branch is there."""
        self._open()
        return self._tip is not None

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of the files below *folder*, with those that are yet to be published."""
        self._open()
        names = ({*self._files, *self._added} - self._removed) | set(self._derived)
        yield from sorted(name for name in names if name.startswith(f"{folder}/"))

    def read(self, name: str) -> bytes:
        """Return the content of the file *name*."""
        git = self._open()
        data = self._derived.get(name, self._added.get(name))
        if data is not None:
            return data
        if name not in self._files or name in self._removed:
            raise FileNotFoundError(2, "No such file or directory", name)
        return git.blob(self._files[name])

    def add(self, name: str, data: bytes) -> bool:
        """Add the file *name* to what is to be published, also where it is there already."""
        if not _NAME.fullmatch(name):
            raise OSError(f'"{name}" is no name of a file of a history')
        self._open()
        is_new = (name not in self._files or name in self._removed) and name not in self._added
        # Kept also where it is known: others may remove it before this is published.
        self._added.setdefault(name, data if is_new else self.read(name))
        self._removed.discard(name)
        return is_new

    def replace(self, name: str, data: bytes) -> None:
        """Put *data* at *name* for as long as this place is open."""
        self._derived[name] = data

    def added(self, name: str) -> datetime:
        """Return a moment long ago: `publish` finds what others add while it removes."""
        if name not in self._files:
            raise FileNotFoundError(2, "No such file or directory", name)
        return datetime.min.replace(tzinfo=UTC)

    def remove(self, name: str) -> None:
        """Remove the file *name* with the next commit."""
        self._open()
        self._added.pop(name, None)
        self._derived.pop(name, None)
        if name in self._files:
            self._removed.add(name)

    def publish(self) -> None:
        """Publish what was added and removed as one commit, on top of what others published."""
        stuck = 0
        for tries, wait_s in enumerate(_waits(), 1):
            if not self._changes():
                self._forget()
                return
            try:
                self._push()
            except GitError as error:
                stuck += not self._look_again(wait_s)
                if stuck == _MOST_STUCK:
                    raise GitError(_gave_up(str(error), tries)) from error
            else:
                return
        raise GitError(_gave_up(phrase("others published all the time"), tries))

    def close(self) -> None:
        """Remove the temporary repository."""
        if self._git is not None:
            self._git.close()
            self._git = None

    def _open(self) -> Repository:
        """Fetch the branch when it is first needed."""
        if self._git is None:
            self._git = Repository(self._remote, self._environ)
            try:
                self._fetch()
            except GitError as error:
                self.close()
                raise UnreachableHistoryError(
                    phrase(
                        'cannot read the history "{address}": {error}',
                        address=self.address,
                        error=error,
                    ),
                    phrase(
                        "is the address right, and may this job read and write the repository? "
                        "git asks nobody here: give it a key, a credential helper, or "
                        "git+https://user:token@host/repo.git"
                    ),
                ) from error
        return self._git

    def _fetch(self) -> None:
        """Take over what the branch holds now."""
        git = self._open()
        branch = f"refs/heads/{self._remote.branch}"
        quietly = ("--quiet", "--no-tags", "--no-recurse-submodules")
        for tries_left in reversed(range(_MOST_STUCK)):
            try:
                git("fetch", *quietly, "--depth=1", self._remote.url, f"+{branch}:{_FETCHED}")
            except GitError:
                if not git("ls-remote", self._remote.url, branch):
                    self._take(None)
                    return
                # Somebody may have made the branch just now, or be writing to it.
                if not tries_left:
                    raise
                time.sleep(_FIRST_WAIT_S)
            else:
                self._take(git("rev-parse", "--verify", _FETCHED).decode().strip())
                return

    def _take(self, tip: str | None) -> None:
        """Take *tip* for the newest commit of the branch."""
        listed = self._open()("ls-tree", "-r", "-z", "--full-tree", tip) if tip else b""
        entries = (entry.split("\t", 1) for entry in listed.decode(errors="replace").split("\0"))
        self._files = {
            entry[1]: entry[0].split(" ")[2]
            for entry in entries
            if len(entry) == 2 and entry[0].startswith("100") and _NAME.fullmatch(entry[1])
        }
        self._tip = tip

    def _changes(self) -> list[bytes]:
        """Return the commands of ``git fast-import`` for what is not in the branch yet."""
        changes = [f"D {name}\n".encode() for name in sorted(self._removed & set(self._files))]
        for name in sorted(set(self._added) - set(self._files)):
            data = self._added[name]
            changes.append(f"M 100644 inline {name}\ndata {len(data)}\n".encode() + data + b"\n")
        return changes

    def _push(self) -> None:
        """Make a commit on the newest one that is known, and let the branch be that."""
        git, changes = self._open(), self._changes()
        ref = f"refs/reportgen/commit-{next(self._commits)}"
        message = _message(len(changes), len(self._removed & set(self._files)))
        stream = [
            f"commit {ref}\ncommitter reportgen <reportgen@localhost> now\n".encode(),
            f"data {len(message)}\n".encode() + message,
            f"from {self._tip}\n".encode() if self._tip else b"",
            *changes,
            b"done\n",
        ]
        importing = ("fast-import", "--quiet", "--done", "--date-format=now")
        git(*importing, data=b"".join(stream))
        to = f"{ref}:refs/heads/{self._remote.branch}"
        git("push", "--porcelain", "--no-verify", "--no-progress", self._remote.url, to)
        self._forget()
        self._take(git("rev-parse", "--verify", ref).decode().strip())

    def _look_again(self, wait_s: float) -> bool:
        """
        Fetch the branch after a moment; return whether anybody published.

        Raises:
            ChangedMeanwhileError: what was to be published does not fit on top of that.

        """
        time.sleep(wait_s)
        tip, before = self._tip, set(self._files)
        try:
            self._fetch()
        except GitError:
            return False
        now = set(self._files)
        removing = bool(self._removed & (before | now))
        if (removing and now - before) or (self._added and before - now):
            self._forget()
            raise ChangedMeanwhileError(phrase("others changed the history at the same moment"))
        return tip != self._tip

    def _forget(self) -> None:
        """Drop what was to be published."""
        self._added.clear()
        self._removed.clear()


def _gave_up(reason: str, tries: int) -> str:
    return phrase("{reason}; nothing was published in {tries} tries", reason=reason, tries=tries)


def _message(changes: int, removed: int) -> bytes:
    """Return what the commit says: in English whoever speaks, for it is recorded."""
    said = {"Add": changes - removed, "Remove": removed}
    lines = [
        f"{verb} {number:,} file{'s' if number > 1 else ''}"
        for verb, number in said.items()
        if number
    ]
    return ("; ".join(lines) + "\n").encode()


def _waits() -> Iterator[float]:
    """Yield how long to wait after each try: ever longer, and by chance, so that all get in."""
    total, longest = 0.0, _FIRST_WAIT_S
    while total < LONGEST_S:
        wait_s = random.uniform(0, longest)  # noqa: S311 - no secret
        yield wait_s
        total += wait_s
        longest = min(2 * longest, _MOST_WAIT_S)
