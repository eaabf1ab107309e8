"""Coverage reports: their totals, and what must not be taken for one."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.config import Limits
from reportgen.model.coverage import Coverage
from reportgen.model.run import Run
from tests.conftest import ROOT
from tests.readers.files import expectation, fixtures, read_bytes, read_file, read_json, read_text

FOLDER = ROOT / "fixtures" / "coverage"
SUFFIXES = (".xml", ".json", ".info", ".lcov")
DTD = "http://cobertura.sourceforge.net/xml/coverage-04.dtd"


def inputs() -> list[Path]:
    """Return the fixtures; an expectation is JSON, too, and no input."""
    return [path for path in fixtures(FOLDER, *SUFFIXES) if ".expected" not in path.name]


def told(run: Run) -> tuple[str, list[str]]:
    """Return the status of the one artifact and the messages of its problems."""
    (artifact,) = run.artifacts
    return artifact.status, [problem.message for problem in artifact.problems]


def lines(run: Run) -> tuple[int | None, int | None]:
    """Return the lines of the one report: covered, of how many."""
    (coverage,) = run.coverage
    return coverage.lines_covered, coverage.lines_total


def branches(run: Run) -> tuple[int | None, int | None]:
    """Return the branches of the one report."""
    (coverage,) = run.coverage
    return coverage.branches_covered, coverage.branches_total


def test_every_fixture_has_an_expectation() -> None:
    """What no expectation stands beside is checked by nobody."""
    files = [path for path in FOLDER.iterdir() if ".expected" not in path.name]

    assert sorted(files) == inputs()


@pytest.mark.parametrize("path", inputs(), ids=lambda path: path.name)
def test_totals(path: Path) -> None:
    """The totals are those that the tool itself prints."""
    run, expected = read_file(path), expectation(path)

    assert {"lines": list(lines(run)), "branches": list(branches(run))} == expected
    assert ("read", []) == told(run)
    assert not run.artifacts[0].holds_tests


@pytest.mark.parametrize("path", inputs(), ids=lambda path: path.name)
def test_a_cut_is_told(path: Path) -> None:
    """A cut report is refused, or says that it is cut and states totals that were whole."""
    data, whole = path.read_bytes(), read_file(path)
    for part in (0.5, 0.8, 0.97):
        run = read_bytes(path.name, data[: int(len(data) * part)])

        assert run.artifacts[0].status in {"partial", "rejected"}
        assert run.artifacts[0].problems
        assert not run.coverage or lines(whole) == lines(run)


def test_names() -> None:
    """A report is called as it calls itself, else by its file's name without the folder."""
    cobertura = (FOLDER / "cobertura-jest.xml").read_bytes()
    (own,) = read_file(FOLDER / "jacoco.xml").coverage
    (by_file,) = read_bytes("unit/out\\coverage.xml", cobertura).coverage

    assert ("till", "coverage.xml") == (own.name, by_file.name)
    assert ("unit/out\\coverage.xml", "line 3") == (by_file.artifact, by_file.place)


def cobertura(attributes: str, inside: str = "<packages/>", before: str = "") -> Run:
    """Return what is read of a Cobertura file."""
    return read_text("c.xml", f"{before}<coverage {attributes}>{inside}</coverage>")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('line-rate="1" lines-covered="3" lines-valid="4"', (3, 4)),
        ('line-rate="1" lines-covered=" 0 " lines-valid="0"', (0, 0)),
        ('line-rate="1" lines-covered="3"', (1, 2)),
        ('line-rate="1" lines-covered="-3" lines-valid="4"', (1, 2)),
        ('line-rate="1" lines-covered="1e3" lines-valid="4"', (1, 2)),
        ('line-rate="1" lines-covered="٣" lines-valid="4"', (1, 2)),
        ('line-rate="1" lines-covered="3" lines-valid="9999999999999999"', (1, 2)),
    ],
)
def test_what_the_root_states_in_full_counts(attributes: str, expected: tuple[int, int]) -> None:
    """Half a statement, or one that is no number, is none: then lines are counted."""
    run = cobertura(attributes, '<lines><line hits="2"/><line hits="0"/></lines>')

    assert expected == lines(run)


def test_conditions_are_counted() -> None:
    """Conditions stand in words; what is no such word counts nothing."""
    inside = "".join(
        f'<line hits="1" condition-coverage="{said}"/>'
        for said in ("50% (1/2)", "100% (4/4)", "50%", "(1/", "", "(12345678901/2)")
    )

    assert (5, 6) == branches(cobertura('line-rate="1"', inside))


@pytest.mark.parametrize(
    "declaration",
    [
        f'<!DOCTYPE coverage SYSTEM "{DTD}">',
        f"<!DOCTYPE coverage SYSTEM '{DTD}' >",
        f'<?xml version="1.0"?>\n<!-- a - b -->\n<!DOCTYPE coverage\n SYSTEM\n "{DTD}">\n',
        '\ufeff<?xml version="1.0"?><!DOCTYPE coverage PUBLIC "-//A//B" "b.dtd">',
        "<!DOCTYPE coverage>",
    ],
)
def test_a_document_type_that_names_a_file(declaration: str) -> None:
    """Nothing is loaded for it, and places stay right."""
    run = cobertura('line-rate="1" lines-covered="3" lines-valid="4"', before=declaration)
    line = declaration.count("\n") + 1

    assert (3, 4) == lines(run)
    assert f"line {line}" == run.coverage[0].place


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE coverage [<!ENTITY a "b">]>',
        '<!DOCTYPE coverage SYSTEM "a.dtd" [<!ENTITY % a SYSTEM "/etc/passwd">%a;]>',
        '<!DOCTYPE coverage SYSTEM "a>b.dtd">',
        '<!DOCTYPE coverage><!DOCTYPE coverage [<!ENTITY a "b">]>',
    ],
)
def test_a_document_type_that_declares_something(declaration: str) -> None:
    """What declares entities is refused, however it is put."""
    status, said = told(
        cobertura('line-rate="1" lines-covered="3" lines-valid="4"', "", declaration)
    )

    assert "rejected" == status
    assert any("DOCTYPE" in message or "root" in message for message in said)


def test_an_entity_is_no_text() -> None:
    """Where the document type is left out, entities are unknown and the file is refused."""
    run = cobertura(
        'line-rate="1"', "<source>&secret;</source>", f'<!DOCTYPE coverage SYSTEM "{DTD}">'
    )

    assert ("rejected", ["not well-formed XML: undefined entity"]) == told(run)


TOO_MUCH = {
    "cobertura": '<coverage line-rate="1" lines-covered="5" lines-valid="4"/>',
    "clover": "<coverage><project>"
    '<metrics statements="4" coveredstatements="5"/></project></coverage>',
    "lcov": "SF:a.c\nLF:4\nLH:5\nend_of_record\n",
    "coverage-py": json.dumps(
        {"meta": {}, "files": {}, "totals": {"covered_lines": 5, "num_statements": 4}}
    ),
    "istanbul": '{"total":{"lines":{"total":4,"covered":5},"branches":{}}}',
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_more_than_all_is_refused(name: str) -> None:
    """No report that covers more than there is says anything."""
    run = read_text("report.xml" if TOO_MUCH[name][0] == "<" else "report", TOO_MUCH[name])

    assert name == run.artifacts[0].format
    assert ("rejected", ["states that 5 of 4 lines are covered"]) == told(run)


NOTHING = {
    "clover": "<coverage><project><metrics/></project></coverage>",
    "jacoco": '<report><package><counter type="LINE" missed="1" covered="2"/></package></report>',
    "jacoco of other counters": '<report><counter type="METHOD" missed="1" covered="2"/></report>',
    "coverage-py": '{"meta":{},"files":{},"totals":{"covered_lines":true,"num_statements":4.5}}',
    "istanbul": '{"total":{"lines":{"total":"4","covered":null}}}',
    "istanbul of lists": '{"total":{"lines":{"total":[]},"branches":[]}}',
}


@pytest.mark.parametrize("name", NOTHING)
def test_no_totals_are_no_coverage(name: str) -> None:
    """What is no number is not counted, and a report without totals is told to have none."""
    run = read_text("report.xml" if NOTHING[name][0] == "<" else "report", NOTHING[name])

    assert () == run.coverage
    assert ("read", ["states no total of lines or branches"]) == told(run)


def test_only_the_counters_of_the_root_count() -> None:
    """Groups and packages of JaCoCo are parts of the root's own counters."""
    counter = '<counter type="{}" missed="{}" covered="{}"/>'
    inside = f"<group name='a'>{counter.format('LINE', 9, 9)}</group>"
    run = read_text(
        "jacoco.xml",
        f"<report name=''>{inside}{counter.format('LINE', 1, 2)}{counter.format('BRANCH', 0, 0)}"
        "</report>",
    )

    assert ((2, 3), (None, None)) == (lines(run), branches(run))
    assert "jacoco.xml" == run.coverage[0].name


_FIRST_TEST = "TN:x\nSF:a\nDA:1,1\nDA:2,0\nLF:2\nLH:1\nend_of_record\n"
_SECOND_TEST = "TN:y\nSF:a\nDA:1,0\nDA:2,1\nDA:3,0\nLF:3\nLH:1\nend_of_record\n"
LCOV = {
    "sums": ("SF:a\nLF:4\nLH:3\nend_of_record\nSF:b\nLF:2\nLH:1\nend_of_record\n", (4, 6)),
    "no sums": ("TN:\nSF:a\nDA:1,2\nDA:2,0\nDA:2,1,a=\nend_of_record", (2, 2)),
    "a checksum is no count": ("SF:a\nDA:1,0,99\nDA:2,-1\nend_of_record\n", (0, 2)),
    "half a sum": ("SF:a\nDA:1,0\nLF:9\nend_of_record\n", (0, 1)),
    "a file of several tests": (f"{_FIRST_TEST}{_SECOND_TEST}", (2, 3)),
    "a file of several tests without lines": (
        "SF:a\nLF:2\nLH:1\nend_of_record\nSF:a\nLF:2\nLH:2\nend_of_record\n",
        (2, 2),
    ),
    "windows": ("SF:C:\\a.c\r\nDA:1,1\r\nend_of_record\r\n", (1, 1)),
    "nothing": ("SF:a\nend_of_record\n", (0, 0)),
}  # fmt: skip


@pytest.mark.parametrize("name", LCOV)
def test_lcov(name: str) -> None:
    """Sums of the records are added up; what they leave out is counted, and nothing twice."""
    text, expected = LCOV[name]

    assert expected == lines(read_text("lcov.info", text))


@pytest.mark.parametrize(
    ("text", "says", "place"),
    [
        ("SF:a\nDA:1,1\nend_of_record\nSF:b\nDA:1,1\n", 'the record of "b" is not ended', "line 4"),
        ("SF:a\nDA:1,1\nSF:b\nDA:1,1\nend_of_record\n", 'the record of "a" is not ended', "line 1"),
        ("SF:a\nLF:many\nLH:1\nend_of_record\n", 'LF is no number: "many"', "line 2"),
    ],
)
def test_broken_tracefiles(text: str, says: str, place: str) -> None:
    """A record that is not ended has lost lines, so the sum would be wrong."""
    run = read_text("lcov.info", text)

    assert () == run.coverage
    assert says in run.artifacts[0].problems[0].message
    assert place == run.artifacts[0].problems[0].place


def test_one_report_in_one_file() -> None:
    """Of several documents in a row none is the total."""
    report = {"meta": {}, "files": {}, "totals": {"covered_lines": 1, "num_statements": 4}}
    head = {"meta": {"branch_coverage": False}, "files": {}, "totals": report["totals"]}
    summary = {"total": {"lines": {"total": 4, "covered": 1}}}

    assert (1, 4) == lines(read_json("c.json", report))
    for document in (head, summary):
        run = read_text("c.json", 2 * f"{json.dumps(document)}\n")

        assert ("rejected", "holds more than one") == (
            run.artifacts[0].status,
            run.artifacts[0].problems[0].message[:19],
        )


def test_order_does_not_matter() -> None:
    """Tools that sort keys put the totals last and the meta data in the middle."""
    share = {"covered": 1, "pct": 25, "skipped": 0, "total": 4}
    names = ("branches", "functions", "lines", "statements")
    run = read_json("c.json", {"/a.js": {}, "total": dict.fromkeys(names, share)})

    assert (1, 4) == lines(run)
    assert "istanbul" == run.artifacts[0].format


def test_large_json_is_walked() -> None:
    """Lists of every line may make a report larger than other JSON may be."""
    files = {f"{n}.py": {"executed_lines": list(range(5000))} for n in range(320)}
    document = {
        "meta": {"format": 3, "branch_coverage": False},
        "files": files,
        "totals": {"covered_lines": 3, "num_statements": 4},
    }
    text = json.dumps(document)
    run = read_text("coverage.json", text)

    assert len(text) > Limits().json_document
    assert (3, 4) == lines(run)


@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("a.xml", "<coverage/>", "ignored"),
        ("a.xml", '<coverage version="1"><file path="a"/></coverage>', "ignored"),
        ("a.xml", "<CoverageSession/>", "ignored"),
        ("a.xml", "<report><item/></report>", "ignored"),
        ("a.json", '{"total":{"lines":5,"branches":2}}', "ignored"),
        ("a.json", '{"total":{"up":1,"down":0}}', "ignored"),
        ("a.json", '{"meta":{},"files":[],"totals":[]}', "ignored"),
        ("a.log", "SF: San Francisco\nall is well\n", "ignored"),
    ],
)
def test_what_is_no_coverage(name: str, text: str, status: str) -> None:
    """Files of other shapes are not taken."""
    run = read_text(name, text)

    assert () == run.coverage
    assert status == run.artifacts[0].status


def test_other_coverage_is_not_called_a_lost_test_report() -> None:
    """What could be coverage says how to have it read."""
    run = read_text("a.xml", "<CoverageSession/>")

    assert [
        "<CoverageSession> is no coverage report that is read; write it as Cobertura XML"
    ] == told(run)[1]


@given(st.sampled_from(inputs()), st.data())
def test_any_damage_costs_one_file_at_most(path: Path, data: st.DataObject) -> None:
    """Bytes put anywhere into a report give totals, or a problem, and nothing else."""
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    run = read_bytes(path.name, whole[:at] + data.draw(st.binary(max_size=6)) + whole[at:])

    for coverage in run.coverage:
        assert (coverage.lines_covered or 0) <= (coverage.lines_total or 0)
    assert run.coverage or run.artifacts[0].problems or run.artifacts[0].status == "ignored"


def test_the_model_keeps_what_is_not_counted_apart() -> None:
    """Unknown is None, never 0."""
    assert Coverage(name="a").lines_total is None
