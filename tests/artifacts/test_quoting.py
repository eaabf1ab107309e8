"""Evidence is quoted: what stands at its place, or nothing."""

import gzip
import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.artifacts import Found, discover, quoted
from reportgen.artifacts.quoting import LONGEST, MOST_PLACES
from reportgen.config import Limits
from reportgen.model.report import Citations, Report
from reportgen.model.run import Artifact, ArtifactStatus
from reportgen.readers.pointers import pointer
from reportgen.redaction import Redactor
from tests.factories import make_claim, make_finding, make_report, make_verdict

TOKEN = "ghp_" + "a1B2" * 9


def quotes(
    folder: Path,
    *places: str,
    name: str = "a.log",
    redactor: Redactor | None = None,
    status: ArtifactStatus = "read",
) -> list[str]:
    """Return what is quoted of *places* in the only file of *folder*, which has that *status*."""
    found = discover([str(folder)], limits=Limits())
    (item,) = (each for each in found if each.path.endswith(name))
    with item.opener() as stream:
        report = reporting(item, sha256(stream.read()).hexdigest(), *places, status=status)
    (claim,) = quoted(report, found, Limits(), redactor).verdict.claims
    return [each.text for each in claim.evidence]


def reporting(item: Found, digest: str, *places: str, status: ArtifactStatus = "read") -> Report:
    """Return a report of one claim that rests on *places* in *item*, which had that *digest*."""
    read = Artifact(path=item.path, sha256=digest, format="log", status=status, bytes=1)
    cite = Citations([read])
    evidence = tuple(cite.at(item.path, place) for place in places)
    verdict = make_verdict(claims=(make_claim(evidence=evidence),))
    return make_report(verdict=verdict, artifacts=(read,), findings=())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines(tmp_path: Path, end: str) -> None:
    """A line is quoted, whatever ends it; of several the first and the last."""
    (tmp_path / "a.log").write_bytes(end.join(["one", "  two  2", "three", "four"]).encode())

    assert ["two 2", "one … three", "three ⏎ four", ""] == quotes(
        tmp_path, "line 2", "lines 1–3", "lines 3–4", "line 5"
    )


@pytest.mark.parametrize("odd", "\x0b\x0c\x1c\x85\u2028")
def test_lines_that_can_be_numbered_in_two_ways(tmp_path: Path, odd: str) -> None:
    """Where readers may number lines differently nothing is quoted."""
    (tmp_path / "a.log").write_text(f"one{odd}or two\nor three\n", "utf-8")

    assert ["", ""] == quotes(tmp_path, "line 1", "line 2")


def test_places_that_are_none(tmp_path: Path) -> None:
    """A number of test cases, the file itself and an empty line have no text of their own."""
    (tmp_path / "a.log").write_text("one\n\n")

    assert ["", "", "", ""] == quotes(tmp_path, "", "12 test cases", "line 2", "line 0")


def test_pointers(tmp_path: Path) -> None:
    """What a JSON pointer leads to is quoted; one that leads nowhere is not."""
    found = {"a/b": {"~": [1, {"x": "y"}]}, "line\nend": None}
    (tmp_path / "a.json").write_text(json.dumps(found))

    assert ['[1, {"x": "y"}]', '{"x": "y"}', "null", "", "", ""] == quotes(
        tmp_path, "/a~1b/~0", "/a~1b/~0/1", "/line⏎end", "/a~1b/~0/2", "/a", "/", name="a.json"
    )


KEYS = st.text(max_size=6)


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, st.integers(), max_size=3), max_size=3))
def test_pointers_of_readers(
    tmp_path_factory: pytest.TempPathFactory, found: dict[str, dict[str, int]]
) -> None:
    """What readers call a place leads to its value, or, where two print alike, nowhere."""
    folder = tmp_path_factory.mktemp("pointers")
    (folder / "a.json").write_text(json.dumps(found))
    places = [(key, name, pointer(key, name)) for key, of in found.items() for name in of]

    shown = quotes(folder, *(place for _, _, place in places), name="a.json")

    for text, (key, name, place) in zip(shown, places, strict=True):
        alike = [each for each in found if pointer(each) == pointer(key)]
        named = [each for each in found[key] if pointer(each) == pointer(name)]
        is_sure = len(alike) == len(named) == 1
        assert text == (str(found[key][name]) if is_sure else ""), place


@pytest.mark.parametrize("width", [LONGEST - 1, LONGEST, LONGEST + 1, 10_000, 100_000])
def test_length(tmp_path: Path, width: int) -> None:
    """What is long is cut, and says so."""
    (tmp_path / "a.log").write_text("x" * width)

    assert ["x" * width if width <= LONGEST else "x" * LONGEST + "…"] == quotes(tmp_path, "line 1")


def test_column(tmp_path: Path) -> None:
    """Of a long line that is quoted which is around the fault."""
    (tmp_path / "a.xml").write_text(f"<a>{'x' * 1000}HERE{'y' * 1000}")

    (text,) = quotes(tmp_path, "line 1, column 1004", name="a.xml")

    assert text.startswith("…x")
    assert "HERE" in text


@pytest.mark.parametrize("before", [0, LONGEST - 20, LONGEST - 1])
def test_secrets(tmp_path: Path, before: int) -> None:
    """Secrets go before anything is cut."""
    (tmp_path / "a.log").write_text("x" * (before - 1) + f" {TOKEN} y")

    (text,) = quotes(tmp_path, "line 1", redactor=Redactor())

    assert "ghp_" not in text
    assert "a1B2" not in text


def test_secrets_by_their_names(tmp_path: Path) -> None:
    """What a key calls a secret is one, at the place itself and below it."""
    (tmp_path / "a.json").write_text(json.dumps({"a": {"password": "correct horse"}}))

    shown = quotes(tmp_path, "/a", "/a/password", name="a.json", redactor=Redactor())

    assert all(shown)
    assert not any("horse" in text for text in shown)


@pytest.mark.parametrize("kind", ["gzip", "zip", "utf-16"])
def test_packed(tmp_path: Path, kind: str) -> None:
    """Files are opened as they were when they were read: packed, in archives, in any encoding."""
    match kind:
        case "gzip":
            (tmp_path / "a.log").write_bytes(gzip.compress(b"one\ntwo\n"))
        case "zip":
            with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
                archive.writestr("a.log", "one\ntwo\n")
        case _:
            (tmp_path / "a.log").write_text("one\ntwo\n", "utf-16")

    assert ["two"] == quotes(tmp_path, "line 2")


def test_another_file_by_now(tmp_path: Path) -> None:
    """What is no longer what was read is not quoted."""
    (tmp_path / "a.log").write_text("one\n")
    found = discover([str(tmp_path)], limits=Limits())
    report = reporting(found[0], "0" * 64, "line 1")

    assert report == quoted(report, found, Limits())


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """A file that cannot be opened any more costs its quotes alone."""
    (tmp_path / "a.log").write_text("one\n")
    found = discover([str(tmp_path)], limits=Limits())
    report = reporting(found[0], sha256(b"one\n").hexdigest(), "line 1")
    (tmp_path / "a.log").unlink()

    assert report == quoted(report, found, Limits())


def test_how_many(tmp_path: Path) -> None:
    """A report has so many quotes and no more."""
    (tmp_path / "a.log").write_text("x\n" * 2 * MOST_PLACES)

    shown = quotes(tmp_path, *(f"line {n + 1}" for n in range(2 * MOST_PLACES)))

    assert ["x"] * MOST_PLACES + [""] * MOST_PLACES == shown


def test_tests_are_not_quoted(tmp_path: Path) -> None:
    """A failed test has what it said: the line of XML that begins it says less."""
    (tmp_path / "a.log").write_text("one\n")
    found = discover([str(tmp_path)], limits=Limits())
    bare = reporting(found[0], sha256(b"one\n").hexdigest(), "line 1")
    evidence = bare.verdict.claims[0].evidence
    said = bare.model_copy(
        update={
            "findings": (make_finding(evidence=evidence), make_finding(case=0, evidence=evidence))
        }
    )

    first, second = quoted(said, found, Limits()).findings

    assert ["one", ""] == [finding.evidence[0].text for finding in (first, second)]


@pytest.mark.parametrize("status", ["rejected", "partial", "ignored"])
def test_what_was_not_read_is_not_quoted(tmp_path: Path, status: ArtifactStatus) -> None:
    """A file that was refused, or is cut off, says nothing that a report repeats."""
    (tmp_path / "a.log").write_text("one\n")

    assert [""] == quotes(tmp_path, "line 1", status=status)
