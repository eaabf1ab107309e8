"""
What a case wrote: its output as text, and the lines in it that are meant for reports.

`[[ATTACHMENT|path]]` and `[[PROPERTY|name=value]]`, each on a line of its own, are a convention:
https://github.com/testmoapp/junitxml has both, Jenkins' plugin for attachments the first.
Paths are text from strangers: kept where they stay in the artifact's folder, and never opened.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from reportgen.model.tests import Errored, Failed
from reportgen.model.text import clean
from reportgen.patterns import pattern

MAX_ATTACHMENTS: Final = 50
MAX_PATH: Final = 1000

_SCHEME_OR_DRIVE = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Kept(NamedTuple):
    """An outcome with what the case wrote, and how many attachments it named in vain."""

    outcome: Failed | Errored
    outside: int
    beyond: int


def with_output(outcome: Failed | Errored, text: str) -> Kept:
    """Return *outcome* with *text* as its output and with the attachments that *text* names."""
    output = clean(text).strip("\n")
    named = [value for name, value in _marks(output) if name == "ATTACHMENT"]
    paths = [confined(path) for path in named]
    inside = list(dict.fromkeys(path for path in paths if path))
    kept = tuple(inside[:MAX_ATTACHMENTS])
    return Kept(
        replace(outcome, output=output, attachments=kept),
        outside=paths.count(None),
        beyond=len(inside) - len(kept),
    )


def properties(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of the properties that *text* states."""
    for name, value in _marks(text):
        if name == "PROPERTY" and "=" in value:
            key, _, stated = value.partition("=")
            yield key.strip(), stated.strip()


def confined(path: str) -> str | None:
    """
    Return *path* as it leads on from the artifact's folder, or None where it could leave it.

    Absolute paths, drives, schemes and ``..`` could, and what some system reads as one of these.
    """
    path = path.strip().replace("\\", "/")
    if len(path) > MAX_PATH or path.startswith("/"):
        return None
    # Windows drops dots and blanks at the end of a name.
    parts = [part for part in path.split("/") if part not in {"", "."}]
    if not all(part.strip(" .") for part in parts):
        return None
    kept = "/".join(parts).strip()
    return None if not kept or kept.startswith("~") or _SCHEME_OR_DRIVE.match(kept) else kept


def _marks(text: str) -> Iterator[tuple[str, str]]:
    if "[[" not in text:
        return
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith("[[") and stripped.endswith("]]"):
            name, bar, value = stripped[2:-2].partition("|")
            if bar:
                yield name, value
