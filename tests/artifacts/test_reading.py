"""Reading files: one that is bad costs itself and nothing else, and is never passed over."""

import gzip
import hashlib
import json
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.artifacts import Found, discover, read_run
from reportgen.artifacts.outcomes import SLIP
from reportgen.model.run import Artifact, Run
from tests.analysis.jobs import GREEN, failed, passed, suite
from tests.conftest import ROOT
from tests.readers.files import read_bytes, read_text

SUFFIXES = (".xml", ".json", ".log", ".txt", "", ".gz", ".xml.gz", ".zip", ".XML")
JUNIT = str(GREEN["junit.xml"]).encode()
SEEDS = [
    path.read_bytes()
    for folder in ("junit", "health", "steps", "memory", "inventory")
    for path in sorted((ROOT / "fixtures" / folder).iterdir())
    if path.is_file() and path.stat().st_size < 20_000
]


def found(name: str, data: bytes) -> Found:
    """Return a file called *name* that holds *data*."""
    return Found(name, len(data), lambda: BytesIO(data))


def only(run: Run) -> Artifact:
    """Return the one artifact of *run*."""
    (artifact,) = run.artifacts
    return artifact


def assert_well_formed(run: Run) -> None:
    """Fail unless what is said of the one file agrees with itself."""
    artifact = only(run)

    assert artifact.status != "rejected" or artifact.problems
    assert artifact.counts.tests == len(run.cases)
    assert artifact.status not in {"rejected", "ignored"} or not (run.cases or run.services)
    assert all(problem.message for problem in artifact.problems)
    assert not any(problem.message.startswith(SLIP) for problem in artifact.problems)
    artifact.model_dump_json()


@given(st.binary(max_size=200), st.sampled_from(SUFFIXES))
@example(b"\x1f\x8b", ".xml")
@example(b"\x1f\x8b\x08\x00", ".json")
@example(b'{"\\ud800": 1, "\\ud800": 2}', ".json")
@example(b'{"services": {"\\ud800": "up"}}', ".json")
@example(b'{"api": "up", "timestamp": 1' + b"0" * 400 + b"}", ".json")
@example(b'{"services": {"a": {"status": "up", "latency_s": 1e308}}}', ".json")
@example(b"PK\x03\x04", ".zip")
def test_any_bytes_give_a_report_or_a_problem(data: bytes, suffix: str) -> None:
    """Whatever a file holds and however it is called, it is read, or told what it was."""
    assert_well_formed(read_bytes(f"file{suffix}", data))


@given(st.sampled_from(SEEDS), st.data(), st.sampled_from(SUFFIXES))
def test_any_damage_gives_a_report_or_a_problem(
    seed: bytes, data: st.DataObject, suffix: str
) -> None:
    """A real file that was cut, or into which something was written, is read or named."""
    cut = data.draw(st.integers(0, len(seed)))
    written = data.draw(st.binary(max_size=6) | st.just(b""))
    drop = data.draw(st.integers(0, 12))
    assert_well_formed(read_bytes(f"file{suffix}", seed[:cut] + written + seed[cut + drop :]))


@pytest.mark.parametrize("name", ["\ud800", "a\nb", "\x1b[31m", "\u202e"])
def test_places_are_printable(name: str) -> None:
    """A key of a document stands in the place of what was found, and harms no output there."""
    (service,) = read_text("health.json", json.dumps({"services": {name: "up"}})).services

    assert service.place.startswith("/services/")
    assert service.place.isprintable()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["up", "DOWN", "success", "failure", "2025-09-15T00:00:00Z", "x", "12ms"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "status",
                    "name",
                    "services",
                    "components",
                    "details",
                    "timestamp",
                    "latency_ms",
                    "error",
                    "outcome",
                    "conclusion",
                    "result",
                    "outputs",
                    "api",
                    "checks",
                    "code",
                    "health",
                    "parts",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_document_gives_a_report_or_a_problem(document: object) -> None:
    """Documents that are nearly of a known shape are read or named."""
    assert_well_formed(read_text("file.json", json.dumps(document)))


@given(st.binary(max_size=60))
def test_a_bad_file_costs_only_itself(data: bytes) -> None:
    """Beside a good file anything may lie: the good one is read as if it were alone."""
    alone = read_bytes("good.xml", JUNIT)
    both = read_run([found("good.xml", JUNIT), found("other.bin", b"\0" + data)])

    assert alone.cases == both.cases
    assert alone.artifacts[0] == both.artifacts[0]


def test_the_hash_is_that_of_the_file() -> None:
    """An artifact is named by the SHA-256 of its bytes as they lie there, packed or not."""
    packed = gzip.compress(JUNIT, mtime=0)

    for data in (JUNIT, packed):
        artifact = only(read_bytes("junit.xml", data))

        assert (hashlib.sha256(data).hexdigest(), len(data)) == (artifact.sha256, artifact.bytes)
        assert 2 == artifact.counts.tests


@pytest.mark.parametrize(
    ("name", "data", "status", "holds_tests"),
    [
        ("a.xml", b"", "rejected", True),
        ("a.xml", b"<html></html>", "rejected", True),
        ("a.xml", b"not found", "rejected", True),
        ("a.xml", b"\x00\x01\x02\xff" * 9, "rejected", True),
        ("a.xml", b'{"error": "not found"}', "rejected", True),
        ("a.xml", b"<Error><Code>AccessDenied</Code></Error>", "rejected", True),
        ("a.xml", b"<project/>", "ignored", False),
        ("a.xml", b"<coverage/>", "ignored", False),
        ("a.xml", b"<test-run/>", "read", True),
        ("a.xml", b"<testsuite", "rejected", True),
        ("a.xml.gz", b"\x1f\x8b\x08", "rejected", True),
        ("a", b"<testsuite ", "rejected", True),
        ("a.json", b"", "rejected", False),
        ("a.json", b"<html></html>", "rejected", False),
        ("a.json", b"{", "rejected", False),
        ("a.json", b"{}", "ignored", False),
        ("a.txt", b"", "ignored", False),
        ("a.txt", b"hello", "ignored", False),
        ("a.png", b"\x89PNG\0\0\0\0", "ignored", False),
        ("a", b"<html></html>", "ignored", False),
    ],
)
def test_what_becomes_of_other_files(
    name: str,
    data: bytes,
    status: str,
    holds_tests: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A file that claims to be a report and is none is rejected; others are left aside."""
    artifact = only(read_bytes(name, data))

    assert (status, holds_tests) == (artifact.status, artifact.holds_tests)
    assert "rejected" != status or "error" == artifact.problems[0].severity


def test_the_kind_is_told_by_content() -> None:
    """The name of a file decides nothing about a good one."""
    assert ["junit"] * 3 == [
        only(read_bytes(name, JUNIT)).format for name in ("a.txt", "b.json", "noname")
    ]


def test_a_failure_hidden_in_a_log_name() -> None:
    """A red report is red whatever it is called."""
    run = read_text("notes.log", suite(passed("adds"), failed("pays")))

    assert 1 == only(run).counts.failed


def test_progress_is_told_for_every_file(tmp_path: Path) -> None:
    """The size of each file is reported once, whether it could be read or not."""
    (tmp_path / "a.xml").write_bytes(JUNIT)
    (tmp_path / "b.xml").write_bytes(b"<")
    sizes: list[int] = []
    read_run(discover([str(tmp_path)]), sizes.append)

    assert [len(JUNIT), 1] == sizes
