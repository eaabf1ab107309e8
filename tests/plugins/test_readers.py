"""Readers of plugins: what they may take, what becomes of what they return, and of their faults."""

import json
from pathlib import Path

import pytest

from tests.conftest import RunCli
from tests.plugins.packages import Packages

NOON = "2025-09-15T12:00:00Z"
GREEN = '<testsuite name="s"><testcase classname="c" name="t" time="1"/></testsuite>'
HEAD = (
    "from reportgen.plugins import *\nfrom reportgen.plugins import API as _\n"
    "API = 1\nNAME = 'acme'\nTITLE = 'Acme'\nHINT = 'acme run'\nHOLDS_TESTS = True\n"
)
ACME = "def matches(source):\n    return source.kind == 'text' and source.text.startswith('ACME')\n"
CASE = "Case('', '', source.text.splitlines()[1], Passed(), source.path)"
READS = f"{HEAD}{ACME}def read(source):\n    return Observations(cases=[{CASE}])\n"


def run_of(run_cli: RunCli, **files: str | bytes) -> dict[str, object]:
    """Return the run.json of *files* beside a green result."""
    folder = Path("art")
    folder.mkdir(exist_ok=True)
    (folder / "green.xml").write_text(GREEN, "utf-8")
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name.replace("_", ".")).write_bytes(data)
    result = run_cli("report", "art", "--at", NOON, "--format", "json")
    assert 0 == result.exit_code, result.stderr
    found: dict[str, object] = json.loads(result.stdout)
    return found


def artifact(run: dict[str, object], path: str) -> dict[str, object]:
    """Return the artifact *path* of *run*."""
    (found,) = [each for each in run["artifacts"] if each["path"].endswith(path)]  # type: ignore[attr-defined]  # JSON
    held: dict[str, object] = found
    return held


def kinds(run: dict[str, object]) -> list[str]:
    """Return the ids of the findings of *run*."""
    return [found["id"] for found in run["findings"]]  # type: ignore[attr-defined]  # JSON


def test_a_plugin_reads_what_nobody_else_does(run_cli: RunCli, packages: Packages) -> None:
    """Its tests count, and the report says which package had a part in it."""
    before = run_of(run_cli, a_acme="ACME\nruns\n")
    packages.put("readers", "acme", READS)
    after = run_of(run_cli, a_acme="ACME\nruns\n")

    said = [c["text"] for c in after["verdict"]["claims"] if c["id"] == "plugins"]  # type: ignore[index]  # JSON
    assert "ignored" == artifact(before, "a.acme")["status"]
    assert ("acme", "read") == tuple(artifact(after, "a.acme")[k] for k in ("format", "status"))
    assert {"t", "runs"} == {test["name"] for test in after["tests"]}  # type: ignore[attr-defined]  # JSON
    assert ["1 plugin took part: `acme` (`acme-readers-acme 1.0`)"] == said


def test_without_a_file_of_its_kind_the_report_is_the_same(
    run_cli: RunCli, packages: Packages
) -> None:
    """A plugin that is merely installed changes no byte."""
    before = run_of(run_cli, b_txt="hello\n")
    packages.put("readers", "acme", READS)

    assert before == run_of(run_cli, b_txt="hello\n")


def test_the_switch_turns_all_off(run_cli: RunCli, packages: Packages) -> None:
    """Nothing is loaded then, be it broken or not."""
    packages.put("readers", "acme", "raise ValueError('loaded')")
    Path("art").mkdir()
    Path("art/green.xml").write_text(GREEN, "utf-8")
    on = run_cli("report", "art", "--at", NOON)
    off = run_cli("report", "art", "--at", NOON, env={"REPORTGEN_NO_PLUGINS": "1"})

    assert 1 == on.stderr.count("cannot be loaded (ValueError: loaded)")
    assert "loaded" not in off.stderr + off.stdout
    assert "REPORTGEN_NO_PLUGINS=1" in on.stderr


def test_a_plugin_takes_no_file_of_ours(run_cli: RunCli, packages: Packages) -> None:
    """Not even a broken one, nor what stands in the lines of a log."""
    packages.put("readers", "acme", READS.replace(ACME, "def matches(source):\n    return True\n"))
    log = "step one\nvalue Maximum resident set size (kbytes): 2048\nElapsed\n"
    usage = '\tCommand being timed: "make"\n\tMaximum resident set size (kbytes): 2048\n'
    run = run_of(run_cli, b_xml=GREEN[:-14], log_txt=log + usage)

    assert "junit" == artifact(run, "green.xml")["format"]
    assert ("junit", "rejected") == tuple(
        artifact(run, "b.xml")[key] for key in ("format", "status")
    )
    assert 1 == len(run["memory"])  # type: ignore[arg-type]  # JSON
    assert "acme" == artifact(run, "log.txt")["format"]


@pytest.mark.parametrize(
    ("reads", "why"),
    [
        ("raise ValueError('odd')", 'the plugin "acme" failed (ValueError: odd)'),
        ("raise SystemExit(0)", 'the plugin "acme" failed (SystemExit: 0)'),
        ("raise ReadError('no END', 'line 3')", "no END"),
        ("return None", 'the plugin "acme" failed (TypeError: read returned a NoneType)'),
        ("return [1]", 'the plugin "acme" failed (TypeError: read returned a list)'),
        (
            "return Observations.model_construct(**{**vars(Observations()), 'cases': [1, 2]})",
            'the plugin "acme" failed: what it returned is no observation',
        ),
    ],
)
@pytest.mark.parametrize("binary", [False, True])
def test_what_it_raises_costs_its_file(
    reads: str, why: str, *, binary: bool, run_cli: RunCli, packages: Packages
) -> None:
    """The other files are read; results may be lost, so nothing is validated."""
    takes = "def matches(source):\n    return b'ACME' in b''.join(source.chunks())\n"
    packages.put("readers", "acme", f"{HEAD}{takes}def read(source):\n    {reads}\n")
    run = run_of(run_cli, a_acme=(b"\0\1\2" * 99 if binary else b"") + b"ACME\nruns\n")
    told = artifact(run, "a.acme")

    assert ("rejected" if binary else "partial") == told["status"]
    assert told["problems"][0]["message"].startswith(why)  # type: ignore[index]  # JSON
    assert ["t"] == [test["name"] for test in run["tests"]]  # type: ignore[attr-defined]  # JSON
    assert "unproven" == run["verdict"]["change"]  # type: ignore[index]  # JSON
    assert "unreadable-artifact" in kinds(run)


@pytest.mark.parametrize("answer", ["raise KeyError('odd')", "return 'yes'", "raise SystemExit(0)"])
def test_what_it_raises_while_it_looks_is_told(
    answer: str, run_cli: RunCli, packages: Packages
) -> None:
    """The file may be anything: the plugin is named, the next one is asked."""
    packages.put("readers", "aaa", HEAD.replace("'acme'", "'aaa'")
                 + f"def matches(source):\n    {answer}\ndef read(source): ...\n")  # fmt: skip
    packages.put("readers", "acme", READS)
    run = run_of(run_cli, a_acme="ACME\nruns\n")

    assert "acme" == artifact(run, "a.acme")["format"]
    assert "plugin-failed" in kinds(run)
    assert "partial" == run["verdict"]["evidence"]  # type: ignore[index]  # JSON


def test_what_it_returns_goes_through_the_door(run_cli: RunCli, packages: Packages) -> None:
    """Text is cleaned, secrets are taken out, and a result names the file it came from."""
    hostile = (
        "case = Case('', '', 'x\\x1b[31m\\u202e', Failed((Trouble('failure', "
        "'token ghp_' + 'a1B2' * 9),)), '/etc/passwd', at_line=1)"
    )
    packages.put(
        "readers", "acme",
        f"{HEAD}{ACME}def read(source):\n    {hostile}\n    return Observations(cases=[case])\n",
    )  # fmt: skip
    run = run_of(run_cli, a_acme="ACME\n")
    (red,) = [test for test in run["tests"] if test["outcome"] == "failed"]  # type: ignore[attr-defined]  # JSON
    (found,) = [each for each in run["findings"] if each["id"] == "new-failure"]  # type: ignore[attr-defined]  # JSON

    assert "x⟨U+202E⟩" == red["name"]
    assert "a1B2a1B2" not in json.dumps(run)
    assert ["a.acme"] == [each["artifact"] for each in found["evidence"]]


def test_a_name_of_ours_is_taken(run_cli: RunCli, packages: Packages) -> None:
    """Nobody could tell which of two formats was read."""
    packages.put("readers", "junit", READS.replace("'acme'", "'junit'"))
    result = run_cli("formats")

    assert 'the plugin "junit" of acme-readers-junit 1.0 is not used: reportgen has a format' in (
        result.stderr
    )
    assert "plugin " not in result.stdout


def test_a_format_of_a_plugin_can_be_expected(run_cli: RunCli, packages: Packages) -> None:
    """The gate knows its name."""
    Path("reportgen.toml").write_text('[gate]\nexpect = ["acme"]\n', "utf-8")
    Path("art").mkdir()
    Path("art/green.xml").write_text(GREEN, "utf-8")
    unknown = run_cli("check", "art", "--at", NOON)
    packages.put("readers", "acme", READS)
    missing = run_cli("check", "art", "--at", NOON)
    Path("art/a.acme").write_text("ACME\nruns\n", "utf-8")
    there = run_cli("check", "art", "--at", NOON)

    assert (2, 10, 0) == (unknown.exit_code, missing.exit_code, there.exit_code)


def test_a_base_is_read_by_plugins_too(run_cli: RunCli, packages: Packages) -> None:
    """Else every test of the format would be new; `compare` reads both sides so."""
    packages.put("readers", "acme", READS)
    for folder in ("old", "new"):
        Path(folder).mkdir()
        Path(folder, "a.acme").write_text("ACME\nruns\n" + "\n" * (folder == "new"), "utf-8")
    run = json.loads(
        run_cli("report", "new", "--base", "old", "--at", NOON, "--format", "json").stdout
    )
    compared = run_cli("compare", "old", "new")

    assert "new-test" not in kinds(run)
    assert 0 == compared.exit_code, compared.stderr
    assert "| tests | 1 | 1 | |" in compared.stdout


def test_a_failure_is_told_in_every_format(run_cli: RunCli, packages: Packages) -> None:
    """In words, with what to do; and a page can be made of it."""
    packages.put("readers", "acme", "API = 7")
    Path("art").mkdir()
    Path("art/green.xml").write_text(GREEN, "utf-8")
    for form in ("markdown", "html", "text"):
        said = run_cli("report", "art", "--at", NOON, "--format", form).stdout

        assert "states version 7" in said
        assert "acme-readers-acme 1.0" in said
