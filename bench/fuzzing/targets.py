"""
What is fuzzed: everything that reads what somebody else wrote, and everything that prints it.

A target takes bytes and returns nothing where all is well.
It raises where something escaped that nobody foresaw, or where what came out contradicts itself.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import redirect_stderr
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple
from xml.parsers import expat

from fuzzing import memory_place, samples
from reportgen.analysis import judge
from reportgen.artifacts import Found, discover, read_run
from reportgen.artifacts.outcomes import SLIP
from reportgen.cli.documents import report_in
from reportgen.cli.options import Format
from reportgen.cli.rendering import Wish, rendered
from reportgen.config import Settings, load
from reportgen.errors import ConfigError, UsageError
from reportgen.history import DamagedRecordError, Store, upkeep
from reportgen.history.columns import Columns
from reportgen.history.transfer import Archive, take_over
from reportgen.model.report import Report
from reportgen.model.run import Run, RunInfo
from reportgen.overtime import trends_of
from reportgen.readers.environment.ci.event import pull_request_of
from reportgen.render.markdown.targets import TARGETS as TRACKERS


class WrongError(Exception):
    """What came out contradicts itself; the text says how."""


class HeldError(Exception):
    """
    A reader stumbled, and the boundary around it held: the file is told to be unreadable.

    No harm is done, but the reader did not foresee it.
    """


class Target(NamedTuple):
    """Something to fuzz: its *name*, what good input looks like, and what is done with it."""

    name: str
    seeds: Sequence[bytes]
    attempt: Callable[[bytes, int], None]
    """Takes the input and its number, by which it may vary what it does."""


MARKUP: Final = "<script>alert(1)</script>"
_SUFFIXES: Final = ("", "", "", ".xml", ".json", ".log", ".gz")
_NOBODY: Final = RunInfo()
_COMMIT: Final = "3f2a9c1b7d5e4f60718293a4b5c6d7e8f9012345"
_IN_JSON: Final = (
    Format.JSON, Format.CTRF, Format.SARIF, Format.CODE_QUALITY, Format.FLAKINESS,
)  # fmt: skip
_IN_XML: Final = (Format.JUNIT, Format.SONARQUBE)
_GOOD: Final = b'<testsuite name="s"><testcase classname="c" name="n" time="1"/></testsuite>'


def read(data: bytes, name: str) -> Run:
    """Return what is read of a file called *name*, beside a good one that must not suffer."""
    good = Found("zz/good.xml", len(_GOOD), lambda: BytesIO(_GOOD))
    return read_run([Found(name, len(data), lambda: BytesIO(data)), good])


def check_run(run: Run) -> None:
    """
    Fail where what is said of the files of *run* does not agree with itself.

    Raises:
        WrongError: it does not.
        HeldError: a reader stumbled.

    """
    artifact, good = run.artifacts
    own = [case for case in run.cases if case.artifact != good.path]
    if (good.status, len(run.cases) - len(own)) != ("read", 1):
        raise WrongError("the good file beside it suffered")
    if artifact.status in {"rejected", "partial"} and not artifact.problems:
        raise WrongError(f"{artifact.status} without a problem")
    if artifact.counts.tests != len(own) and not any(
        problem.kind == "duplicate" for problem in artifact.problems
    ):
        raise WrongError(f"counts {artifact.counts.tests} tests, holds {len(own)}")
    if artifact.status in {"rejected", "ignored"} and own:
        raise WrongError(f"{artifact.status}, and still has tests")
    for problem in artifact.problems:
        if problem.message.startswith(SLIP):
            raise WrongError(problem.message)
        if problem.message.startswith("cannot be understood as"):
            raise HeldError(problem.message)


def _reader(name: str) -> Callable[[bytes, int], None]:
    stem, _, suffix = name.rpartition(".")

    def attempt(data: bytes, number: int) -> None:
        other = _SUFFIXES[number % len(_SUFFIXES)]
        check_run(read(data, f"{stem}{other}" if other else f"{stem}.{suffix}"))

    return attempt


def _judged(run: Run) -> Report:
    return judge(run, _NOBODY, samples.MOMENT, Settings())


def _renderers(data: bytes, number: int) -> None:
    """Print what was read in every format; the trackers take turns."""
    check_printed(_judged(read(data, "evidence.log" if number % 2 else "evidence.xml")), number)


def check_printed(report: Report, number: int) -> None:
    """
    Fail where *report* cannot be printed, or where a page holds markup from it.

    Raises:
        WrongError: what was printed is not in its format.

    """
    trackers = sorted(TRACKERS)
    wish = Wish(trackers[number % len(trackers)])
    # One of the formats is of a commit at a moment, or there is none of it.
    known = {"commit": _COMMIT, "started_at": samples.MOMENT}
    report = report.model_copy(update={"run": report.run.model_copy(update=known)})
    with redirect_stderr(StringIO()):  # where it is told what has no place in a format
        printed = {form: rendered(report, form, wish, to_file=True) for form in Format}
    for form, text in printed.items():
        text.encode()
        if form is not Format.JSON and "\x1b" in text:
            raise WrongError(f"an escape in {form.value}")
    if MARKUP in printed[Format.HTML]:
        raise WrongError("markup of an artifact in the page")
    for form in _IN_JSON:
        json.loads(printed[form], parse_constant=_no_number)
    for form in _IN_XML:
        expat.ParserCreate().Parse(printed[form].encode(), True)  # noqa: FBT003 - expat takes "is final" by position


def _no_number(name: str) -> float:
    raise WrongError(f"{name} in the JSON")


def _configuration(data: bytes, _: int) -> None:
    with TemporaryDirectory(dir=samples.scratch()) as folder:
        path = Path(folder) / "reportgen.toml"
        path.write_bytes(data)
        try:
            load(path, Path(folder))
        except ConfigError as error:
            if not error.message:
                raise WrongError("refused without a word") from error


def _archive(data: bytes, number: int) -> None:
    with TemporaryDirectory(dir=samples.scratch()) as folder:
        path = Path(folder) / f"a{('.zip', '.tar', '.tar.gz')[number % 3]}"
        path.write_bytes(data)
        run = read_run(discover([str(path)]))
        if any(artifact.path.startswith(("/", "..")) for artifact in run.artifacts):
            raise WrongError("a name leads out of the archive")


def _store(data: bytes, number: int) -> None:
    """Read a history in which one file is *data*, in every way in which a history is read."""
    name = memory_place.NAMES[number % len(memory_place.NAMES)]
    store = Store(memory_place.MemoryPlace({**memory_place.FILES, name: data}))
    _read_all(store)


def _record(data: bytes, number: int) -> None:
    """Read a history in which *data* is the text of a file, compressed as it should be."""
    name = memory_place.NAMES[number % len(memory_place.NAMES)]
    files = {**memory_place.FILES, name: memory_place.packed(data)}
    _read_all(Store(memory_place.MemoryPlace(files)))


def _read_all(store: Store) -> None:
    heads = store.heads()
    found = store.reports()
    damaged = list(upkeep.verify(store))
    columns = Columns(store)
    list(columns.read(heads.heads))
    trends_of(list(Columns(store).read(heads.heads)), Settings())
    if bool(found.damaged) and not damaged:
        raise WrongError("left out, and not found to be damaged")


def _export(data: bytes, _: int) -> None:
    try:
        source = Store(Archive(BytesIO(data)))
        take_over(Store(memory_place.MemoryPlace({})), source)
    except DamagedRecordError:
        return


def _run_json(data: bytes, number: int) -> None:
    with TemporaryDirectory(dir=samples.scratch()) as folder:
        path = Path(folder) / "run.json"
        path.write_bytes(data)
        try:
            report = report_in(path)
        except UsageError:
            return
    if report is not None:
        check_printed(report, number)


def _note(data: bytes, number: int) -> None:
    trackers = sorted(TRACKERS)
    wish = Wish(trackers[number % len(trackers)], note=data.decode("utf-8", "replace"))
    rendered(samples.report(), Format.MARKDOWN, wish).encode()


def _event(data: bytes, _: int) -> None:
    pull = pull_request_of(data)
    if pull.commit is not None and not pull.commit.isalnum():
        raise WrongError("a commit that is none")


def _packed(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


@cache
def targets() -> Mapping[str, Target]:
    """Return all targets by name: one for each format that has a fixture, and the others."""
    found: dict[str, Target] = {}
    for name, files in samples.by_format().items():
        seeds = [data for _, data in files]
        found[f"reader {name}"] = Target(f"reader {name}", seeds, _reader(files[0][0]))
    every = [data for _, data in samples.files()]
    small = [data for data in every if len(data) < samples.SMALL]
    others: Iterable[tuple[str, Sequence[bytes], Callable[[bytes, int], None]]] = (
        ("renderers", [*small, *samples.HOSTILE], _renderers),
        ("configuration", samples.CONFIGURATIONS, _configuration),
        ("archives", [_packed({"a.xml": _GOOD}), *samples.archives()], _archive),
        ("store", [memory_place.FILES[name] for name in memory_place.NAMES], _store),
        ("records", [memory_place.text_of(name) for name in memory_place.NAMES], _record),
        ("exports", [memory_place.export()], _export),
        ("run.json", [samples.document()], _run_json),
        ("notes", samples.NOTES, _note),
        ("events", samples.EVENTS, _event),
    )
    return found | {name: Target(name, seeds, attempt) for name, seeds, attempt in others}
