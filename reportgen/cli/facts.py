"""
Who, what, when: what the command line says of the run, else the CI system, else git.

The environment and the event's file are read here and handed down.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportgen.cli.worktree import work_tree_of
from reportgen.errors import UsageError
from reportgen.model.run import Run, RunInfo
from reportgen.model.text import clean
from reportgen.patterns import pattern
from reportgen.readers.environment import read_environment
from reportgen.wording import phrase

MAX_EVENT: Final = 8 << 20
MAX_TEXT: Final = 1000
_WORD = pattern(r"[^\s\x00-\x1f\x7f]+")
_LINE = pattern(r"[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*")
_NUMBER = pattern(r"[1-9][0-9]{0,8}")
_SHARD = pattern(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})")
_ADDRESS = pattern(r"https?://[^\s\"'<>`\\\x00-\x1f\x7f]+", re.IGNORECASE)


class Stated(NamedTuple):
    """What the command line says of the run, as it was written; None where it says nothing."""

    commit: str | None = None
    branch: str | None = None
    pull_request: str | None = None
    url: str | None = None
    attempt: str | None = None
    shard: str | None = None
    job: str | None = None
    variant: Sequence[str] | None = None


def facts_stated(stated: Stated) -> dict[str, Any]:
    """
    Return what *stated* says, by the fields of `RunInfo`.

    Raises:
        UsageError: one of its values cannot be.

    """
    facts: dict[str, Any] = {}
    if stated.commit is not None:
        facts["commit"] = _fitting(_WORD, "--commit", stated.commit, phrase("a commit"), "3f2a9c1b")
    if stated.branch is not None:
        branch = _fitting(_WORD, "--branch", stated.branch, phrase("the name of a branch"), "main")
        facts["branch"] = branch.removeprefix("refs/heads/") or branch
    if stated.pull_request is not None:
        number = re.sub(r"^[#!]", "", stated.pull_request)
        _fitting(_NUMBER, "--pull-request", number, phrase("the number of a pull request"), "1041")
        facts["pull_request"] = int(number)
    if stated.url is not None:
        example = "https://ci.example.org/runs/17"
        facts["url"] = _fitting(_ADDRESS, "--url", stated.url, phrase("a web address"), example)
    if stated.attempt is not None:
        attempt = _fitting(_NUMBER, "--attempt", stated.attempt, phrase("a number from 1 on"), "2")
        facts["attempt"] = int(attempt)
    if stated.shard is not None:
        facts["shard_index"], facts["shard_total"] = _shard(stated.shard)
    if stated.job is not None:
        facts["job"] = _fitting(
            _LINE, "--job", stated.job, phrase("the name of a job"), "unit-tests"
        )
    if stated.variant:
        facts["variant"] = _variant(stated.variant)
    return facts


def facts_of(
    environ: Mapping[str, str], stated: Mapping[str, Any], paths: Sequence[str], run: Run
) -> RunInfo:
    """
    Return the facts of *run*, which was read from *paths*.

    What was *stated* beats what *environ* says; git is asked where neither says anything.
    """
    seen = read_environment(environ, _read_event)
    facts = {name: value for name, value in seen._asdict().items() if name in RunInfo.model_fields}
    if seen.ci == "none" and not stated:
        tree = work_tree_of(paths, run.artifacts, environ)
        facts |= tree._asdict() if tree else {}
    return RunInfo.model_validate(facts | dict(stated))


def _read_event(path: str) -> bytes | None:
    """Return the content of the file at *path*, or None where it is none or too large."""
    try:
        if not Path(path).is_file():
            return None
        with Path(path).open("rb") as stream:
            data = stream.read(MAX_EVENT + 1)
    except (OSError, ValueError):
        return None
    return data if len(data) <= MAX_EVENT else None


def _fitting(pattern: re.Pattern[str], option: str, text: str, what: str, example: str) -> str:
    """Return *text*, made harmless, if it can be *what* the *option* takes."""
    if len(text) > MAX_TEXT or not pattern.fullmatch(text.strip()):
        raise UsageError(
            phrase('{option} "{text}" is not {what}', option=option, text=_shown(text), what=what),
            phrase("write for example {option} {example}", option=option, example=example),
        )
    return clean(text.strip())


def _shard(text: str) -> tuple[int, int]:
    found = _SHARD.fullmatch(text.strip())
    if not found or int(found[1]) > int(found[2]):
        raise UsageError(
            phrase('--shard "{text}" is not one of several', text=_shown(text)),
            phrase("write which one and how many there are, counted from 1: --shard 2/4"),
        )
    return int(found[1]) - 1, int(found[2])


def _variant(pairs: Sequence[str]) -> dict[str, str]:
    variant: dict[str, str] = {}
    for pair in pairs:
        key, _, value = (part.strip() for part in pair.partition("="))
        if len(pair) > MAX_TEXT or not _WORD.fullmatch(key) or not _LINE.fullmatch(value):
            raise UsageError(
                phrase('--variant "{pair}" is not KEY=VALUE', pair=_shown(pair)),
                phrase(
                    "write one for each property, for example --variant os=linux --variant "
                    "python=3.12"
                ),
            )
        if variant.setdefault(clean(key), clean(value)) != clean(value):
            raise UsageError(
                phrase('--variant gives "{key}" two values', key=_shown(key)),
                phrase("a run is of one variant: keep one"),
            )
    return variant


def _shown(text: str) -> str:
    """Return *text* as a message quotes it."""
    line = clean(text).replace("\n", "⏎")
    return line if len(line) <= 80 else f"{line[:80]}…"
