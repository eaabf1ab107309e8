"""
What git says of the work tree in which the artifacts lie, where nobody else says what was tested.

Only where git does not track them: a tracked artifact is part of a commit and no result of it.
The repository may be hostile, as the artifacts may be: git is asked two questions that run nothing
which its configuration names, fetch nothing, and write nothing.
Whatever goes wrong, nothing is said.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from reportgen.model.run import Artifact
from reportgen.model.text import clean

TIMEOUT_S: Final = 2
_HEADS: Final = "refs/heads/"
_HARMLESS: Final = (
    "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "--no-optional-locks",
)  # fmt: skip
_NO_NETWORK: Final = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}
_STDIN: Final = "-"


class WorkTree(NamedTuple):
    """What is checked out."""

    commit: str
    branch: str


def work_tree_of(
    paths: Sequence[str], artifacts: Sequence[Artifact], environ: Mapping[str, str]
) -> WorkTree | None:
    """
    Return what is checked out where *paths* lead to, or None where that says nothing of the run.

    *artifacts* are what was read there.
    """
    git = shutil.which("git", path=environ.get("PATH"))
    root = _root(paths)
    if git is None or root is None:
        return None
    taken = [artifact.path for artifact in artifacts if _is_evidence(artifact)]
    if _holds_repositories(root, taken):
        return None
    ask = _Git(git, root, environ)
    head = ask("rev-parse", "--is-inside-work-tree", "HEAD", "--symbolic-full-name", "HEAD")
    inside, commit, name, *_ = (*(head or "").splitlines(), "", "", "")
    branch = name.removeprefix(_HEADS)
    if inside != "true" or not commit or branch in {"", name}:
        return None
    tracked = ask("ls-files", "-z")
    if tracked is None or _any_of(taken, tracked):
        return None
    return WorkTree(commit, branch)


def _is_evidence(artifact: Artifact) -> bool:
    """Whether the run rests on *artifact*; what was read once under another name counts, too."""
    return artifact.status != "ignored" or any(p.kind == "duplicate" for p in artifact.problems)


class _Git(NamedTuple):
    """Git, to be asked in one folder."""

    program: str
    folder: Path
    environ: Mapping[str, str]

    def __call__(self, *question: str) -> str | None:
        """Return what git answers, or None where it has no answer."""
        # What GIT_* names is another repository, or a program to run.
        kept = {k: v for k, v in self.environ.items() if not k.upper().startswith("GIT_")}
        try:
            answer = subprocess.run(  # noqa: S603 - the arguments are ours
                [self.program, *_HARMLESS, *question],
                cwd=self.folder,
                env=kept | _NO_NETWORK,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=TIMEOUT_S,
                check=True,
            )
        except (OSError, ValueError, subprocess.SubprocessError):
            return None
        return answer.stdout.decode("utf-8", "surrogateescape")


def _root(paths: Sequence[str]) -> Path | None:
    """Return the folder that all *paths* share, to which the names of artifacts are relative."""
    # Standard input has no place, and where a pattern or a missing path led is not known here.
    if not paths or any(path == _STDIN or not os.path.lexists(path) for path in paths):
        return None
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in paths]  # noqa: PTH112, PTH120 - as they are given: a Path would drop a last dot
    try:
        root = Path(os.path.commonpath([os.path.abspath(folder) for folder in folders]))  # noqa: PTH100 - resolve() would follow links
    except ValueError:  # different drives
        return None
    return root if root.is_dir() else None


def _holds_repositories(root: Path, names: Sequence[str]) -> bool:
    """Whether a folder between *root* and one of *names* is a work tree of its own."""
    folders = {parent for name in names for parent in Path(name).parents} - {Path()}
    return any(os.path.lexists(root / folder / ".git") for folder in folders)


def _any_of(names: Sequence[str], tracked: str) -> bool:
    """Whether one of *names* is among the *tracked* files, or within one that is an archive."""
    known = {clean(name).replace("\n", "⏎") for name in tracked.split("\0") if name}
    return any(
        name in known or any(parent.as_posix() in known for parent in Path(name).parents)
        for name in names
    )
