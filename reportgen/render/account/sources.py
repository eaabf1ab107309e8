"""The artifacts as a page lists them, and the links from sentences to their rows."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final, NamedTuple

from reportgen.model.report import Evidence, Report
from reportgen.model.run import Artifact, Problem
from reportgen.render.account.words import ARTIFACT_TONES, Tone

MOST_ARTIFACTS: Final = 1_000
MOST_PROBLEMS: Final = 5
MOST_CITATIONS: Final = 6


class Anchors:
    """Makes the anchors of one page: stable from run to run, unique, and never artifact text."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def make(self, kind: str, text: str) -> str:
        """Return an anchor for the *kind* of thing called *text*; a namesake gets a number."""
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        anchor = f"{kind}-{digest}"
        count = self._given[anchor] = self._given.get(anchor, 0) + 1
        return anchor if count == 1 else f"{anchor}-{count}"


class Citation(NamedTuple):
    """
    A piece of evidence: the artifact, the place in it, and the row of the page it leads to.

    *text* is what stands there, where that is known.
    """

    artifact: str
    place: str
    anchor: str | None
    text: str = ""


class Citations(NamedTuple):
    """The first pieces of evidence for a sentence, and how many more there are."""

    shown: tuple[Citation, ...]
    left_out: int


class Source(NamedTuple):
    """An artifact's row."""

    anchor: str
    artifact: Artifact
    tone: Tone
    problems: tuple[Problem, ...]
    problems_left_out: int


class Sources:
    """
    The rows of the artifacts, at most `MOST_ARTIFACTS`.

    Where there are more, those with a problem and those that claims and findings lean on go first.
    """

    def __init__(self, report: Report, anchors: Anchors) -> None:
        chosen = _chosen(report)
        self.total = len(report.artifacts)
        self.left_out = self.total - len(chosen)
        self.rows: list[Source] = []
        self._anchors: dict[str, str] = {}
        for artifact in chosen:
            anchor = anchors.make("artifact", artifact.path)
            self._anchors.setdefault(artifact.path, anchor)
            problems = artifact.problems[:MOST_PROBLEMS]
            left_out = len(artifact.problems) - len(problems)
            tone = ARTIFACT_TONES[artifact.status]
            self.rows.append(Source(anchor, artifact, tone, problems, left_out))

    def cite(self, artifact: str, place: str = "") -> Citation | None:
        """Return the link to *artifact*; None where no artifact is named."""
        if not artifact:
            return None
        return Citation(artifact, place, self._anchors.get(artifact))

    def cite_all(self, evidence: Iterable[Evidence]) -> Citations:
        """Return the links to all *evidence* that a sentence has room for."""
        cited = [
            Citation(e.artifact, e.place, self._anchors.get(e.artifact), e.text) for e in evidence
        ]
        return Citations(tuple(cited[:MOST_CITATIONS]), max(0, len(cited) - MOST_CITATIONS))


def _chosen(report: Report) -> list[Artifact]:
    if len(report.artifacts) <= MOST_ARTIFACTS:
        return list(report.artifacts)
    claimed = {e.artifact for claim in report.verdict.claims for e in claim.evidence}
    found = {e.artifact for finding in report.findings for e in finding.evidence}

    def rank(index: int) -> int:
        artifact = report.artifacts[index]
        if artifact.path in claimed:
            return 0
        if artifact.problems or artifact.status in {"partial", "rejected"}:
            return 1
        return 2 if artifact.path in found else 3

    best = sorted(range(len(report.artifacts)), key=rank)[:MOST_ARTIFACTS]
    return [report.artifacts[index] for index in sorted(best)]
