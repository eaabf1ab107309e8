"""What ``--base`` names: a run.json, a folder of artifacts, or a recorded run."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from reportgen.analysis import baseline_of, judge
from reportgen.artifacts import discover, read_run
from reportgen.cli.documents import report_in
from reportgen.cli.naming import Beside, named, path_of
from reportgen.cli.plugged import plugged_readers
from reportgen.cli.processes import processes
from reportgen.cli.redacting import Redacting, redactor_of
from reportgen.cli.remembering import dated, store_at
from reportgen.cli.stages import staged
from reportgen.config import Settings
from reportgen.errors import UsageError
from reportgen.history import results_digest
from reportgen.model.baseline import Baseline
from reportgen.model.report import Report
from reportgen.model.run import RunInfo
from reportgen.wording import phrase


@staged("find the base")
def base_of(
    given: str, history: str, settings: Settings, report: Report, redacting: Redacting
) -> Baseline:
    """
    Return what ``--base`` names, to compare *report* with.

    Raises:
        UsageError: it names nothing, the run itself, or something without test results.

    """
    path = path_of(given)
    if not given:
        raise UsageError(
            phrase("--base names nothing"),
            phrase("name a run.json, a folder of artifacts, or a run, a commit or a branch"),
        )
    if path and path.is_file() and (document := _document(path, report)) is not None:
        return document
    if path:
        rules = settings.tests
        run = read_run(
            discover([given], limits=settings.limits),
            variant_properties=rules.variant_properties,
            shards=rules.shards,
            redactor=redactor_of(redacting, settings, os.environ),
            limits=settings.limits,
            clock=time.process_time,
            more=plugged_readers(),
            processes=processes(os.environ),
        )
        if not run.cases:
            raise UsageError(
                phrase('--base "{base}" holds no test result', base=given),
                phrase("name a folder or file with the results of an earlier run"),
            )
        # Judged by itself, so that failures of an outage there are known for what they were.
        earlier = judge(run, RunInfo(), report.run.started_at or datetime.now(UTC), settings)
        same = results_digest(earlier) == results_digest(report)
        return baseline_of(earlier, path.resolve().name)._replace(same_evidence=same)
    store = store_at(history)
    found = named(given, store, Beside(report, strict=True), option="--base")
    if _is_the_same(results_digest(found), report):
        raise its_own_base(given)
    return dated(baseline_of(found), found.run, report, store)


def leads_to(base: str, path: str) -> bool:
    """Whether *base* is, or lies in, or holds, what *path* leads to."""
    one, other = Path(base).resolve(), Path(path).resolve()
    return (
        bool(base)
        and Path(base).exists()
        and (one == other or one in other.parents or other in one.parents)
    )


def _is_the_same(evidence: str, report: Report) -> bool:
    """Whether *files* are the very result files of *report*: then it is no earlier run."""
    return bool(evidence) and evidence == results_digest(report)


def its_own_base(given: str) -> UsageError:
    """Return the error for a base that is the very run it is to be compared with."""
    return UsageError(
        phrase('--base "{base}" is this very run: compared with itself nothing is new', base=given),
        phrase("name an earlier run"),
    )


def _document(path: Path, report: Report) -> Baseline | None:
    """Return a run.json as a baseline, or None where the file is something else."""
    found = report_in(path, option="--base")
    if found is None:
        return None
    if found.run.id == report.run.id or _is_the_same(results_digest(found), report):
        raise its_own_base(path.name)
    return baseline_of(found, found.run.id or path.name)._replace(
        # The JSON does not say whether an entry with parts is a service or only sums them up.
        services=tuple(service.name for service in found.services if not service.parts)
    )
