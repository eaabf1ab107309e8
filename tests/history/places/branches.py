"""A branch as others see it, and as others change it."""

import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from reportgen.history.places import Git

BRANCH = "reportgen-history"


def git(*words: str | Path, env: Mapping[str, str] | None = None) -> str:
    """Return what git prints."""
    done = subprocess.run(
        ["git", *words], env=env, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout.strip()


def files(bare: Path) -> list[str]:
    """Return the names in the branch."""
    return git("-C", bare, "ls-tree", "-r", "--name-only", BRANCH).splitlines()


def publish(address: str, environ: Mapping[str, str], name: str, data: bytes = b"") -> None:
    """Add one file, as another command would."""
    with closing(Git(address, environ)) as place:
        place.add(name, data)
        place.publish()
