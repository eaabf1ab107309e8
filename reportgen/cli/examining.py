"""What ``doctor`` says: each file, the verdict with its reasons, what is missing and what to do."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.artifacts import discover
from reportgen.config import Settings
from reportgen.config.limits import Limits
from reportgen.model.examined import LackId
from reportgen.model.report import Report
from reportgen.model.run import Artifact, ArtifactStatus, Problem
from reportgen.model.text import one_line, quote
from reportgen.model.units import plural
from reportgen.readers import READERS, kind_of
from reportgen.render.terminal import plain

MOST_FILES: Final = 50
MOST_PROBLEMS: Final = 3
_STATUSES: Final[dict[ArtifactStatus, str]] = {
    "rejected": "not read",
    "partial": "in part",
    "read": "read",
    "ignored": "not known",
}
"""How each is called; what needs a look comes first."""
_WIDTH: Final = max(map(len, _STATUSES.values()))


class Lack(NamedTuple):
    """Something that is missing: *what* follows from that, the *next* step, and an id."""

    what: str
    next: str
    id: LackId


NO_TESTS: Final = Lack(
    "no test result: nothing proves the change",
    "have the tests write JUnit XML, as in: pytest --junit-xml=artifacts/junit.xml; "
    "reportgen init knows the option of your tool",
    "no-tests",
)


def examined(report: Report, settings: Settings) -> str:
    """Return what *report* rests on, why it says what it says, and what would make it say more."""
    lines = [*_files(report.artifacts), "", *_verdict(report), ""]
    lacks = list(lacks_of(report, settings))
    lines.append(f"missing: {plural(len(lacks), 'thing')}" if lacks else "missing: nothing")
    for lack in lacks:
        lines += [f"  {lack.what}", f"    next: {lack.next}"]
    return "".join(f"{plain(line)}\n" for line in lines)


def nothing_read(paths: Sequence[str], limits: Limits) -> str:
    """Return what lies at *paths*, of which nothing could be read."""
    found = discover(paths, None, limits)
    lines = [f"found: {plural(len(found), 'file')}, none of which could be read"]
    lines += [
        f"  {quote(each.path)}: {each.refusal or 'in no format that is known'}"
        for each in found[:MOST_FILES]
    ]
    lines += _more(len(found) - MOST_FILES)
    return "".join(f"{plain(line)}\n" for line in lines)


def _files(artifacts: Sequence[Artifact]) -> Iterator[str]:
    counts = [
        f"{number:,} {said}"
        for status, said in _STATUSES.items()
        if (number := sum(each.status == status for each in artifacts))
    ]
    yield f"found: {plural(len(artifacts), 'file')}: {', '.join(counts)}"
    kinds = {reader.NAME: kind_of(reader) for reader in READERS}
    order = list(_STATUSES)
    shown = sorted(artifacts, key=lambda each: order.index(each.status))
    for each in shown[:MOST_FILES]:
        yield f"  {_STATUSES[each.status]:<{_WIDTH}}  {quote(each.path)}{_holds(each, kinds)}"
        for problem in each.problems[:MOST_PROBLEMS]:
            place = f" ({quote(problem.place)})" if problem.place else ""
            yield f"  {'':<{_WIDTH}}    {problem.severity}: {_said(problem)}{place}"
    yield from _more(len(shown) - MOST_FILES)


def _said(problem: Problem) -> str:
    """Return what *problem* says as words of ours, which quote nothing."""
    return one_line(problem.message, 400).replace("`", "ˋ")


def _more(number: int) -> Iterator[str]:
    if number > 0:
        yield f"  and {plural(number, 'more file')}"


def _holds(artifact: Artifact, kinds: dict[str, str]) -> str:
    """Return what *artifact* is and holds, in words."""
    if artifact.status == "ignored":
        return ": in no format that is known; see reportgen formats"
    kind = kinds.get(artifact.format)
    said = f": {artifact.format}" + (f" ({kind})" if kind else "")
    return said + (f", {plural(artifact.counts.tests, 'result')}" if artifact.holds_tests else "")


def _verdict(report: Report) -> Iterator[str]:
    verdict = report.verdict
    yield f"verdict: {verdict.headline}"
    for axis, value, because in (
        ("change", verdict.change, verdict.because.change),
        ("environment", verdict.environment, verdict.because.environment),
        ("evidence", verdict.evidence, verdict.because.evidence),
    ):
        yield f"  {axis:<12} {value:<10} {because}"
    yield f"  {'decision':<12} {verdict.decision}"
    failing = "; ".join(verdict.gate.failed_rules)
    yield f"  {'gate':<12} {verdict.gate.status}" + (f": {failing}" if failing else "")
    ids = list(dict.fromkeys(finding.id for finding in report.findings))
    for each in ids:
        number = sum(finding.id == each for finding in report.findings)
        yield f"  {plural(number, 'finding')} {each}: reportgen doctor … --explain {each}"


def lacks_of(report: Report, settings: Settings) -> Iterator[Lack]:
    """Yield what is missing, what that costs, and what to do; the most weighty first."""
    if not report.totals.counts.tests:
        yield NO_TESTS
    broken = [each for each in report.artifacts if each.is_broken]
    if broken:
        yield Lack(
            f"{plural(len(broken), 'file')} not read in full: what is lost there is not known",
            "look at what is said of each above; --strict makes check and build end with 4",
            "files-broken",
        )
    if report.uncompared:
        yield Lack(
            f"nothing to compare with: {report.uncompared}",
            "see that the place of --history can be reached from here",
            "history-unreachable",
        )
    elif report.base is None:
        yield Lack(
            "nothing to compare with: no earlier run that it can be compared with is recorded",
            "record the runs of your default branch: reportgen build artifacts --history FOLDER; "
            "or name one: --base main/run.json",
            "no-base",
        )
    yield from _evidence(report, settings)
    yield from _facts(report)
    if not settings.gate.expect:
        yield Lack(
            "nothing is named that must arrive: a job that wrote less than usual may pass",
            'write into reportgen.toml, below [gate]: expect = ["tests"]',
            "nothing-expected",
        )


def _evidence(report: Report, settings: Settings) -> Iterator[Lack]:
    if not report.services:
        yield Lack(
            "no health artifact: the environment is unknown",
            "keep what a health check answers, as in: curl -s URL/health -o artifacts/health.json",
            "no-services",
        )
    elif settings.services.required is None:
        yield Lack(
            "no service is named as required: each that was seen counts, none that was not",
            'write into reportgen.toml, below [services]: required = ["api"]',
            "no-required-services",
        )
    if not report.steps:
        yield Lack(
            "no outcome of a step: a build or a deployment that failed is not seen",
            "keep what the CI system says of them; on GitHub, with STEPS: ${{ toJSON(steps) }} in "
            "env: printf '%s' \"$STEPS\" > artifacts/steps.json",
            "no-steps",
        )
    if not report.memory:
        yield Lack(
            "no memory log: a leak is not seen",
            "measure the tests, as in: /usr/bin/time -v -o artifacts/time.txt COMMAND",
            "no-memory",
        )


def _facts(report: Report) -> Iterator[Lack]:
    run = report.run
    facts = (("commit", run.commit), ("branch", run.branch), ("job", run.job))
    unknown = [name for name, value in facts if value is None]
    if unknown:
        system = "no CI system states it" if run.ci == "none" else f"{run.ci} does not state it"
        yield Lack(
            f"the {', the '.join(unknown)} of the run: {system}",
            "say it: " + " ".join(f"--{name} {name.upper()}" for name in unknown),
            "facts-unknown",
        )
