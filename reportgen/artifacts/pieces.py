"""
Results that a tool writes into many files: the tries of a test brought together.

Allure writes each try of each test into a file of its own. In one folder those that name the same
test are its attempts, in the order of their times; the last that came to a result is the outcome.
Where two began and ended at one moment, the red one counts as the last.
Nobody tries again what still runs: results that overlap in time are those of two environments, and
both count.
A fixture that broke is told where no result that it is of is red itself.
What a test attached lies in the same folder and is evidence of nothing: the answer of a service
that a test kept is not its health.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from reportgen.analysis.retries import folded
from reportgen.model.run import Artifact, Observations, Problem
from reportgen.model.tests import Case
from reportgen.wording import phrase

ATTACHED: Final = re.compile(r"-attachment(?:\.[^/]*)?$")
"""How the names of attachments end, beside results."""
RESULT: Final = "-result.json"
"""How those of results end; a name proves nothing, but it is reason enough to doubt."""


class Joined(NamedTuple):
    """The files again, each with what is left of it to count."""

    artifacts: list[Artifact]
    observed: list[Observations]


def join(artifacts: Sequence[Artifact], observed: Sequence[Observations]) -> Joined:
    """Return *artifacts* and what was *observed* in them, without what pieces say twice."""
    joined = Joined(list(artifacts), list(observed))
    folders: dict[str, list[int]] = defaultdict(list)
    for n, each in enumerate(observed):
        if each.piece is not None:
            folders[_folder(artifacts[n].path)].append(n)
    for pieces in folders.values():
        red = {p.id for n in pieces if (p := observed[n].piece) and _is_red(observed[n].cases)}
        _tell_fixtures(joined, pieces, red)
        _fold(joined, pieces)
    for n, artifact in enumerate(artifacts):
        if _folder(artifact.path) not in folders:
            continue
        if ATTACHED.search(artifact.path):
            joined.artifacts[n] = _attachment(artifact)
            joined.observed[n] = Observations()
        elif artifact.is_broken and artifact.path.endswith(RESULT):
            joined.artifacts[n] = artifact.model_copy(update={"holds_tests": True})
    return joined


def _tell_fixtures(joined: Joined, pieces: list[int], red: set[str]) -> None:
    for n in pieces:
        piece = joined.observed[n].piece
        if piece is not None and piece.broke and not red.intersection(piece.covers):
            _tell(joined, n, *piece.broke)


def _fold(joined: Joined, pieces: list[int]) -> None:
    """Leave each test where its last try stands; the others say where that is."""
    for tries in _tries(joined, pieces).values():
        if len(tries) < 2:
            continue
        if _overlap(joined, tries):
            message = phrase(
                "bears the id of a test that another file tells of at the same time: both count"
            )
            for n in tries:
                _tell(joined, n, Problem(kind="note", severity="info", message=message))
            continue
        case = folded([joined.observed[n].cases[0] for n in tries])
        last = next(n for n in tries if joined.artifacts[n].path == case.artifact)
        for n in tries:
            cases = [case] if n == last else []
            joined.observed[n] = joined.observed[n].model_copy(update={"cases": cases})
            if n != last:
                message = phrase(
                    "a try of the test in {artifact}, where it counts as an attempt",
                    artifact=case.artifact,
                )
                _tell(joined, n, Problem(kind="note", severity="info", message=message))


def _tries(joined: Joined, pieces: list[int]) -> Mapping[str, list[int]]:
    """Return the places of the tries of each test, the first before the last."""
    found: dict[str, list[int]] = defaultdict(list)
    for n in pieces:
        piece = joined.observed[n].piece
        if piece is not None and piece.tries_of and joined.observed[n].cases:
            found[piece.tries_of].append(n)

    def order(n: int) -> tuple[tuple[int, ...], bool, str]:
        piece = joined.observed[n].piece
        key = piece.order if piece else ()
        return key, _is_red(joined.observed[n].cases), joined.artifacts[n].path

    return {name: sorted(places, key=order) for name, places in found.items()}


def _overlap(joined: Joined, tries: Sequence[int]) -> bool:
    """Whether one of *tries*, in their order, began before the one before it had ended."""
    spans = [piece.order[:2] for n in tries if (piece := joined.observed[n].piece)]
    return any(0 < later[0] < earlier[1] for earlier, later in pairwise(spans))


def _is_red(cases: Sequence[Case]) -> bool:
    return any(case.is_red for case in cases)


def _tell(joined: Joined, n: int, *problems: Problem) -> None:
    artifact = joined.artifacts[n]
    told = (*artifact.problems, *problems)
    joined.artifacts[n] = artifact.model_copy(update={"problems": told})


def _attachment(artifact: Artifact) -> Artifact:
    note = Problem(kind="note", severity="info", message=phrase("attached to a test, so not read"))
    return artifact.model_copy(
        update={"status": "ignored", "problems": (note,), "holds_tests": False, "format": "unknown"}
    )


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
