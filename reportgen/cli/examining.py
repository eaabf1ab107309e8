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
from reportgen.wording import marked, phrase

MOST_FILES: Final = 50
MOST_PROBLEMS: Final = 3
_STATUSES: Final[dict[ArtifactStatus, str]] = {
    "rejected": marked("not read"),
    "partial": marked("in part"),
    "read": marked("read"),
    "ignored": marked("not known"),
}
"""How each is called; what needs a look comes first."""


class Lack(NamedTuple):
    """Something that is missing: *what* follows from that, the *next* step, and an id."""

    what: str
    next: str
    id: LackId


def no_tests() -> Lack:
    """Return that there is no test result."""
    return Lack(
        phrase("no test result: nothing proves the change"),
        phrase(
            "have the tests write JUnit XML, as in: pytest --junit-xml=artifacts/junit.xml; "
            "reportgen init knows the option of your tool"
        ),
        "no-tests",
    )


def examined(report: Report, settings: Settings) -> str:
    """Return what *report* rests on, why it says what it says, and what would make it say more."""
    lines = [*_files(report.artifacts), "", *_verdict(report), ""]
    lacks = list(lacks_of(report, settings))
    things = plural(len(lacks), "thing") if lacks else phrase("nothing")
    lines.append(phrase("missing: {things}", things=things))
    for lack in lacks:
        lines += [f"  {lack.what}", "    " + phrase("next: {hint}", hint=lack.next)]
    return "".join(f"{plain(line)}\n" for line in lines)


def nothing_read(paths: Sequence[str], limits: Limits) -> str:
    """Return what lies at *paths*, of which nothing could be read."""
    found = discover(paths, None, limits)
    files = plural(len(found), "file")
    lines = [phrase("found: {files}, none of which could be read", files=files)]
    lines += [
        f"  {quote(each.path)}: {each.refusal or phrase('in no format that is known')}"
        for each in found[:MOST_FILES]
    ]
    lines += _more(len(found) - MOST_FILES)
    return "".join(f"{plain(line)}\n" for line in lines)


def _files(artifacts: Sequence[Artifact]) -> Iterator[str]:
    counts = [
        f"{number:,} {phrase(said)}"
        for status, said in _STATUSES.items()
        if (number := sum(each.status == status for each in artifacts))
    ]
    yield phrase(
        "found: {files}: {counts}",
        files=plural(len(artifacts), "file"),
        counts=", ".join(counts),
    )
    width = max(len(phrase(said)) for said in _STATUSES.values())
    kinds = {reader.NAME: kind_of(reader) for reader in READERS}
    order = list(_STATUSES)
    shown = sorted(artifacts, key=lambda each: order.index(each.status))
    for each in shown[:MOST_FILES]:
        said = f"{phrase(_STATUSES[each.status]):<{width}}"
        yield f"  {said}  {quote(each.path)}{_holds(each, kinds)}"
        for problem in each.problems[:MOST_PROBLEMS]:
            place = f" ({quote(problem.place)})" if problem.place else ""
            severity = phrase(problem.severity)
            yield f"  {'':<{width}}    {severity}: {_said(problem)}{place}"
    yield from _more(len(shown) - MOST_FILES)


def _said(problem: Problem) -> str:
    """Return what *problem* says as words of ours, which quote nothing."""
    return one_line(problem.message, 400).replace("`", "ˋ")


def _more(number: int) -> Iterator[str]:
    if number > 0:
        yield "  " + phrase("and {files}", files=plural(number, "more file"))


def _holds(artifact: Artifact, kinds: dict[str, str]) -> str:
    """Return what *artifact* is and holds, in words."""
    if artifact.status == "ignored":
        return ": " + phrase("in no format that is known; see reportgen formats")
    kind = kinds.get(artifact.format)
    said = f": {artifact.format}" + (f" ({kind})" if kind else "")
    return said + (f", {plural(artifact.counts.tests, 'result')}" if artifact.holds_tests else "")


def _verdict(report: Report) -> Iterator[str]:
    verdict = report.verdict
    yield phrase("verdict: {headline}", headline=verdict.headline)
    for axis, value, because in (
        (phrase("change"), verdict.change, verdict.because.change),
        (phrase("environment"), verdict.environment, verdict.because.environment),
        (phrase("evidence"), verdict.evidence, verdict.because.evidence),
    ):
        yield f"  {axis:<12} {phrase(value):<10} {because}"
    yield f"  {phrase('decision'):<12} {verdict.decision}"
    failing = "; ".join(verdict.gate.failed_rules)
    status = phrase(verdict.gate.status)
    yield f"  {phrase('gate'):<12} {status}" + (f": {failing}" if failing else "")
    ids = list(dict.fromkeys(finding.id for finding in report.findings))
    for each in ids:
        number = sum(finding.id == each for finding in report.findings)
        findings = plural(number, "finding")
        yield f"  {findings} {each}: reportgen doctor … --explain {each}"


def lacks_of(report: Report, settings: Settings) -> Iterator[Lack]:
    """Yield what is missing, what that costs, and what to do; the most weighty first."""
    if not report.totals.counts.tests:
        yield no_tests()
    broken = [each for each in report.artifacts if each.is_broken]
    if broken:
        yield Lack(
            phrase(
                "{files} not read in full: what is lost there is not known",
                files=plural(len(broken), "file"),
            ),
            phrase("look at what is said of each above; --strict makes check and build end with 4"),
            "files-broken",
        )
    if report.uncompared:
        yield Lack(
            phrase("nothing to compare with: {why}", why=report.uncompared),
            phrase("see that the place of --history can be reached from here"),
            "history-unreachable",
        )
    elif report.base is None:
        yield Lack(
            phrase(
                "nothing to compare with: no earlier run that it can be compared with is recorded"
            ),
            phrase(
                "record the runs of your default branch: reportgen build artifacts --history "
                "FOLDER; or name one: --base main/run.json"
            ),
            "no-base",
        )
    yield from _evidence(report, settings)
    yield from _facts(report)
    if not settings.gate.expect:
        yield Lack(
            phrase("nothing is named that must arrive: a job that wrote less than usual may pass"),
            phrase('write into reportgen.toml, below [gate]: expect = ["tests"]'),
            "nothing-expected",
        )


def _evidence(report: Report, settings: Settings) -> Iterator[Lack]:
    if not report.services:
        yield Lack(
            phrase("no health artifact: the environment is unknown"),
            phrase(
                "keep what a health check answers, as in: curl -s URL/health -o "
                "artifacts/health.json"
            ),
            "no-services",
        )
    elif settings.services.required is None:
        yield Lack(
            phrase("no service is named as required: each that was seen counts, none that was not"),
            phrase('write into reportgen.toml, below [services]: required = ["api"]'),
            "no-required-services",
        )
    if not report.steps:
        yield Lack(
            phrase("no outcome of a step: a build or a deployment that failed is not seen"),
            phrase(
                "keep what the CI system says of them; on GitHub, with STEPS: "
                "${{ toJSON(steps) }} in env: printf '%s' \"$STEPS\" > artifacts/steps.json"
            ),
            "no-steps",
        )
    if not report.memory:
        yield Lack(
            phrase("no memory log: a leak is not seen"),
            phrase("measure the tests, as in: /usr/bin/time -v -o artifacts/time.txt COMMAND"),
            "no-memory",
        )


def _facts(report: Report) -> Iterator[Lack]:
    run = report.run
    facts = (("commit", run.commit), ("branch", run.branch), ("job", run.job))
    unknown = [name for name, value in facts if value is None]
    if unknown:
        system = phrase("no CI system states it")
        if run.ci != "none":
            system = phrase("{system} does not state it", system=run.ci)
        named = {
            "commit": phrase("the commit"),
            "branch": phrase("the branch"),
            "job": phrase("the job"),
        }
        yield Lack(
            phrase(
                "{facts} of the run: {why}",
                facts=", ".join(named[name] for name in unknown),
                why=system,
            ),
            phrase(
                "say it: {options}",
                options=" ".join(f"--{name} {name.upper()}" for name in unknown),
            ),
            "facts-unknown",
        )
