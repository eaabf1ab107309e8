"""
What people call a run: a path, the id of a recorded one or its beginning, a commit, a branch.

The first of these that names exactly one wins, in this order.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NamedTuple

from reportgen.cli.console import warn
from reportgen.cli.remembering import warn_of
from reportgen.errors import UsageError
from reportgen.history import DamagedRecordError, Head, Store, results_digest
from reportgen.history.store import DEFAULT_BRANCHES
from reportgen.model.report import Report
from reportgen.model.run import RunInfo
from reportgen.model.text import clean, one_line
from reportgen.model.units import listing
from reportgen.wording import phrase, phrase_many

MOST_NAMED: Final = 3
_SHORT: Final = 12
_COMMIT: Final = re.compile(r"[0-9a-fA-F]{7,64}")


class Beside(NamedTuple):
    """The run that the named one is held against; *strict* says that it is to be its base."""

    report: Report
    strict: bool = False


def path_of(given: str) -> Path | None:
    """Return the path that *given* is, or None where nothing lies there."""
    path = Path(given)
    try:
        return path if given and path.exists() else None
    except (OSError, ValueError):  # longer than a name may be, for example
        return None


def named(given: str, store: Store, beside: Beside | None = None, *, option: str = "") -> Report:
    """
    Return the recorded run that *given* names in *store*.

    Of several runs of a commit or a branch the newest counts, of those that are comparable with
    *beside* where there are any: of the same project, job, shard and variant, and for a base no
    later, and neither of the same commit nor of the same result files.
    *option* is how messages call what was given.

    Raises:
        UsageError: it names nothing, several, or what cannot be read.

    """
    heads = store.heads()
    name = f'{option} "{_shown(given)}"'.strip()
    fitting = [known for known in store.runs if given and known.startswith(given)]
    if len(fitting) == 1:
        return _whole(store, fitting[0], name)
    warn_of(heads.damaged)
    head = _of_commit(given, heads.heads, name, beside) or _of_branch(
        given, heads.heads, name, beside
    )
    if head:
        return _whole(store, head.run.id, name)
    if fitting:
        raise UsageError(
            phrase(
                "{name} is the beginning of {n:,} runs: {runs}",
                name=name,
                n=len(fitting),
                runs=listing(fitting[:-4:-1], MOST_NAMED),
            ),
            phrase("name one of them in full"),
        )
    raise _nothing(given, name, store.place.address, heads.heads)


def _of_commit(given: str, heads: Sequence[Head], name: str, beside: Beside | None) -> Head | None:
    if not _COMMIT.fullmatch(given):
        return None
    begun = given.lower()
    runs = [head for head in heads if (head.run.commit or "").lower().startswith(begun)]
    commits = sorted({(head.run.commit or "").lower() for head in runs})
    if len(commits) > 1 and begun not in commits:
        if any(head.run.branch == given for head in heads):
            return None
        raise UsageError(
            phrase(
                "{name} is the beginning of {n:,} commits: {commits}",
                name=name,
                n=len(commits),
                commits=listing([_shown(commit) for commit in commits], MOST_NAMED),
            ),
            phrase("name one of them with more of its digits"),
        )
    if begun in commits:
        runs = [head for head in runs if (head.run.commit or "").lower() == begun]
    if not runs:
        return None
    if beside is None:
        return _newest(runs)
    alike = [head for head in runs if is_alike(head.run, beside.report.run)]
    if not alike and beside.strict:
        warn(
            phrase(
                "no run of the commit {name} is of the same project, job, shard and variant; its "
                "newest is compared with",
                name=name,
            )
        )
    return _newest(alike or runs)


def _of_branch(given: str, heads: Sequence[Head], name: str, beside: Beside | None) -> Head | None:
    runs = [head for head in heads if given and head.run.branch == given]
    # A pull request from a fork's own "main" is no run of the branch that is called so here.
    own = [head for head in runs if head.run.pull_request is None]
    runs = own if own or given in DEFAULT_BRANCHES else runs
    if not runs or beside is None:
        return _newest(runs)
    alike = [head for head in runs if is_alike(head.run, beside.report.run)]
    if not beside.strict:
        return _newest(alike or runs)
    fitting = [head for head in alike if _may_be_base(head, beside.report)]
    if not fitting:
        raise UsageError(
            phrase_many(
                "{name} is a branch of which {n:,} run is recorded, and none is comparable: "
                "earlier, of the same project, job, shard and variant, of another commit, and with "
                "other results",
                "{name} is a branch of which {n:,} runs are recorded, and none is comparable: "
                "earlier, of the same project, job, shard and variant, of another commit, and with "
                "other results",
                len(runs),
                name=name,
            ),
            phrase("name a run by its id, for example {run}", run=_newest_id(runs)),
        )
    return _newest(fitting)


def is_alike(one: RunInfo, other: RunInfo) -> bool:
    """Whether two runs are of the same project, job, shard and variant."""
    return (
        one.project == other.project
        and one.job == other.job
        and one.shard_index == other.shard_index
        and one.variant == other.variant
    )


def _may_be_base(head: Head, report: Report) -> bool:
    mine, theirs = report.run, head.run
    if theirs.started_at and mine.started_at and theirs.started_at > mine.started_at:
        return False
    return (
        bool(head.counts.tests)
        and (mine.commit is None or mine.commit != theirs.commit)
        and head.results != results_digest(report)
    )


def _newest(heads: Iterable[Head]) -> Head | None:
    return max(heads, key=lambda head: head.run.id, default=None)


def _newest_id(heads: Iterable[Head]) -> str:
    return max(head.run.id for head in heads)


def _whole(store: Store, run_id: str, name: str) -> Report:
    try:
        report = store.report(run_id)
    except DamagedRecordError as error:
        raise UsageError(
            phrase("{name} cannot be read: {error}", name=name, error=error),
            phrase("name another run"),
        ) from error
    if report is None:
        raise UsageError(
            phrase("{name} cannot be read: it is gone", name=name), phrase("name another run")
        )
    return report


def _nothing(given: str, name: str, place: str, heads: Sequence[Head]) -> UsageError:
    near = _near(given, heads)
    return UsageError(
        phrase(
            '{name} is no file, no folder, and no run, commit or branch recorded in "{place}"',
            name=name,
            place=place,
        ),
        phrase("did you mean {names}?", names=listing(near, MOST_NAMED))
        if near
        else phrase(
            "name a run.json, a folder of artifacts, or a run, commit or branch as reportgen "
            "history list shows it"
        ),
    )


def _near(given: str, heads: Sequence[Head]) -> list[str]:
    """Return what is recorded under a name that is near to *given*, the newest first."""
    kinds: dict[str, str] = {}
    for head in reversed(heads):
        if head.run.branch:
            kinds.setdefault(head.run.branch, "branch")
        if head.run.commit:
            kinds.setdefault(head.run.commit[:_SHORT], "commit")
        kinds.setdefault(head.run.id, "run")
    close = get_close_matches(given[:100], list(kinds)[:5_000], n=MOST_NAMED)
    return [f'{kinds[each]} "{_shown(each)}"' for each in close]


def _shown(text: str) -> str:
    return one_line(clean(text), 100)
