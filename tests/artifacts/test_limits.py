"""Every limit of the configuration: reached, it is a problem that names the key; raised, none."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from reportgen.artifacts import discover, read_run
from reportgen.config import Limits, load
from reportgen.errors import ConfigError
from reportgen.model.run import Run
from tests.conftest import RunCli

CASE: Final = b'<testcase classname="c" name="n" time="1"/>'
JUNIT: Final = b'<testsuite name="s">' + CASE + b"</testsuite>"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return *files* as a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    """Return *files* as a tar."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def padded(size: int) -> bytes:
    """Return results of *size* bytes."""
    return JUNIT.replace(b"</testsuite>", b" " * (size - len(JUNIT)) + b"</testsuite>")


class Reached(NamedTuple):
    """Files that reach a limit which is *low*, and not one that is *high*."""

    files: Mapping[str, bytes]
    low: Any
    high: Any


HEALTH: Final = json.dumps({"services": {"api": {"status": "up", "parts": [[], []]}}}).encode()
CTRF: Final = (
    b'{"results": {"tool": {"name": "t"}, "summary": {"tests": 1, "passed": 1, "failed": 0},'
    b' "tests": [{"name": "n", "status": "passed", "duration": 1}]}}'
)
CASES: Final[Mapping[str, Reached]] = {
    "files": Reached({"a.xml": JUNIT, "b.xml": JUNIT + b" "}, 1, 2),
    "folder-depth": Reached({"a/b/c.xml": JUNIT}, 1, 2),
    "file": Reached({"a.xml": padded(5_000)}, "4 KiB", "5 KiB"),
    "log": Reached({"a.log": b"x" * 5_000}, "4 KiB", "5 KiB"),
    "text": Reached({"a.json": CTRF + b" " * 5_000}, "4 KiB", "8 MiB"),
    "json": Reached({"a.json": HEALTH + b" " * 5_000}, "4 KiB", "6 KiB"),
    "json-nodes": Reached({"a.json": HEALTH}, 4, 6),
    "depth": Reached({"a.json": b'{"services": {"a": {"b": {"c": {"status": "up"}}}}}'}, 4, 5),
    "token": Reached(
        {"a.xml": JUNIT.replace(b'"c"', b'"%b"' % (b"c" * (3 << 20)))}, "1 MiB", "64 MiB"
    ),
    "attributes": Reached({"a.xml": JUNIT}, 2, 3),
    "tests": Reached({"a.xml": JUNIT.replace(CASE, CASE * 3)}, 2, 3),
    "archive-files": Reached({"a.zip": zipped({"a.xml": JUNIT, "b.xml": JUNIT})}, 1, 2),
    "archive-file": Reached({"a.zip": zipped({"a.xml": padded(5_000)})}, "4 KiB", "5 KiB"),
    "archive-total": Reached(
        {"a.zip": zipped({"a.xml": padded(3_000), "b.xml": padded(3_001)})}, "4 KiB", "6 KiB"
    ),
    "archive-ratio": Reached({"a.zip": zipped({"a.xml": padded(2 << 20)})}, 2, 10_000),
    "tar-total": Reached(
        {"a.tar": tarred({"a.xml": padded(3_000), "b.xml": padded(3_001)})}, "4 KiB", "6 KiB"
    ),
    "time": Reached({"a.xml": JUNIT}, "1s", "24h"),
}


def read(folder: Path, limits: Limits, clock: Callable[[], float]) -> Run:
    """Return what is read of *folder* within *limits*."""
    return read_run(discover([str(folder)], limits=limits), limits=limits, clock=clock)


def test_every_limit_is_tried() -> None:
    """A key that nobody reaches here would be a promise that nobody holds."""
    assert {field.alias for field in Limits.model_fields.values()} == set(CASES)


@pytest.mark.parametrize("key", CASES)
def test_a_limit_that_is_reached_is_named(key: str, tmp_path: Path) -> None:
    """The problem names the key that raises it, and with that key raised there is none."""
    for name, data in CASES[key].files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    told = {}
    for value in (CASES[key].low, CASES[key].high):
        seconds = count(step=2.0)
        run = read(tmp_path, Limits.model_validate({key: value}), lambda s=seconds: next(s))  # type: ignore[misc]  # binds this clock
        told[value] = [
            problem.message
            for artifact in run.artifacts
            for problem in artifact.problems
            if problem.severity == "error"
        ]

    assert any(f"raise limits.{key} to read more" in each for each in told[CASES[key].low])
    assert [] == told[CASES[key].high]


def test_what_is_packed_keeps_to_the_limit_of_a_document(tmp_path: Path) -> None:
    """A log may be longer than a document, but not one that was packed."""
    (tmp_path / "a.log.gz").write_bytes(gzip.compress(b"x\n" * 5_000))
    run = read(tmp_path, Limits(file=4 << 10), lambda: 0.0)

    assert "raise limits.file to read more" in run.artifacts[0].problems[0].message


def test_a_long_text_is_only_looked_through_for_lines(tmp_path: Path) -> None:
    """That formats which are the whole of a file were not tried is said, and is no error."""
    (tmp_path / "a.txt").write_bytes(b"x\n" * 5_000)
    told = {
        size: [
            (problem.severity, problem.message)
            for problem in read(tmp_path, Limits(text=size), lambda: 0.0).artifacts[0].problems
        ]
        for size in (4 << 10, 64 << 10)
    }
    long = "more than 4 KiB of text: only formats that stand in lines were looked for; "

    assert ("info", f"{long}raise limits.text to read more") in told[4 << 10]
    assert 1 == len(told[64 << 10])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("files = 0", "limits.files: 0 is not between 1 and 1,000,000"),
        ("files = true", "limits.files: Input should be a valid integer"),
        ('file = "1 B"', "limits.file: 1 B is not between 1 KiB and 1 TiB"),
        ('file = "2 TiB"', "limits.file: 2 TiB is not between 1 KiB and 1 TiB"),
        ('log = "much"', 'limits.log: not a size: "much"'),
        ("depth = 500", "limits.depth: 500 is not between 4 and 200"),
        ('time = "2d"', "limits.time: 172800 s is not between 1 s and 86400 s"),
        ("file-s = 1", 'limits.file-s: there is no such key; did you mean "files"?'),
        ("json-document = 1", "limits.json-document: there is no such key"),
    ],
)
def test_mistakes_name_the_key_and_the_range(line: str, said: str, tmp_path: Path) -> None:
    """Whoever writes a limit that cannot be learns what can."""
    (tmp_path / "reportgen.toml").write_text(f"[limits]\n{line}\n", "utf-8")

    with pytest.raises(ConfigError) as caught:
        load(None, tmp_path)
    assert said in caught.value.message


def test_the_command_keeps_to_the_limits(run_cli: RunCli, tmp_path: Path) -> None:
    """What the configuration says holds for paths and for standard input."""
    (tmp_path / "reportgen.toml").write_text('[limits]\nfile = "4 KiB"\n', "utf-8")
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "a.xml").write_bytes(padded(5_000))
    (tmp_path / "art" / "b.xml").write_bytes(JUNIT)
    result = run_cli("report", "art", "-", "--format", "json", stdin=padded(6_000))
    document = json.loads(result.stdout)

    assert {
        each["path"]: (each["status"], [problem["message"] for problem in each["problems"]])
        for each in document["artifacts"]
    } == {
        "(standard input)": (
            "rejected",
            ["larger than the limit of 4 KiB; raise limits.file to read more"],
        ),
        "a.xml": ("rejected", ["larger than the limit of 4 KiB; raise limits.file to read more"]),
        "b.xml": ("read", []),
    }


def test_no_time_runs_out_without_a_clock(tmp_path: Path) -> None:
    """Whoever reads without a clock gets the same, however long it takes."""
    (tmp_path / "a.xml").write_bytes(JUNIT)
    limits = Limits.model_validate({"time": "1s"})
    run = read_run(discover([str(tmp_path)]), limits=limits)

    assert ["read"] == [artifact.status for artifact in run.artifacts]
