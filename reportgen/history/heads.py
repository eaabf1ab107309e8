"""The first line of a record: all that choosing, listing and linking runs needs."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from pydantic import ValidationError

from reportgen.history.packing import DamagedRecordError, not_as_agreed, unknown_format, unpack
from reportgen.history.schema import stored
from reportgen.model.base import Model
from reportgen.model.report import Change, Decision, Environment, EvidenceState, Report
from reportgen.model.run import RunInfo
from reportgen.model.tests import Counts
from reportgen.wording import phrase

FORMAT: Final = 1
_DIGEST_BYTES: Final = 12


class Head(Model):
    """
    A run in brief.

    *names* is the key of its table of tests, *results* a digest of its result files: two runs with
    the same one have the same evidence.
    *issues* are those whose rules matched in it, *quiet* those whose rules matched nothing; None
    where the run was recorded before that was.
    """

    run: RunInfo
    change: Change
    environment: Environment
    evidence: EvidenceState
    decision: Decision
    gate: str
    headline: str
    counts: Counts
    duration_s: float
    names: str
    results: str
    issues: tuple[str, ...] | None = None
    quiet: tuple[str, ...] | None = None


def head_of(report: Report, names: str) -> dict[str, object]:
    """Return the first line of the record of *report*, whose tests are in the table *names*."""
    verdict = report.verdict
    return {
        "format": FORMAT,
        "run": stored(report.run),
        "change": verdict.change,
        "environment": verdict.environment,
        "evidence": verdict.evidence,
        "decision": verdict.decision,
        "gate": verdict.gate.status,
        "headline": verdict.headline,
        "counts": stored(report.totals.counts),
        "duration_s": report.totals.duration_s,
        "names": names,
        "results": results_digest(report),
        "issues": sorted({issue for finding in report.findings for issue in finding.issues}),
        "quiet": sorted(set(report.quiet_rules)),
    }


def head_from(line: object) -> Head:
    """
    Return the head that the first line of a record states.

    Raises:
        DamagedRecordError: it is none, or of a format that this version does not know.

    """
    if not isinstance(line, dict) or "format" not in line:
        raise DamagedRecordError(phrase("it is no record of a run"))
    if line["format"] != FORMAT:
        raise DamagedRecordError(unknown_format(line["format"], FORMAT))
    try:
        return Head.model_validate({key: value for key, value in line.items() if key != "format"})
    except ValidationError as error:
        raise not_as_agreed(phrase("the head")) from error


def read_head(data: bytes) -> Head:
    """
    Return the head of the record *data*, which may be only its beginning.

    Raises:
        DamagedRecordError: see `head_from`.

    """
    (line,) = unpack(data, 1)
    return head_from(line)


def results_digest(report: Report) -> str:
    """Return a digest of the files that held test results; empty where there was none."""
    return evidence_digest(a.sha256 for a in report.artifacts if a.holds_tests)


def evidence_digest(hashes: Iterable[str]) -> str:
    """Return a digest of files given by their *hashes*, in any order; empty where there is none."""
    files = sorted({each for each in hashes if each})
    return blake2b("".join(files).encode(), digest_size=_DIGEST_BYTES).hexdigest() if files else ""
