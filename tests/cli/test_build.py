"""``reportgen build``: reports, record and site; the same input gives the same bytes."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

import pytest

from reportgen.history.columns import Columns
from reportgen.model.overtime import Column
from tests.analysis.jobs import GREEN
from tests.cli.jobs import LATER, NOON, RED, contents, put, shipped
from tests.conftest import RunCli, start_environment

PROCESS = [sys.executable, "-m", "reportgen"]


def run_process(
    *arguments: str, folder: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [*PROCESS, *arguments],
        cwd=folder,
        env=start_environment(folder) | dict(env or {}),
        capture_output=True,
        check=False,
        timeout=60,
    )


def records() -> list[str]:
    """Return the names of the records of the history, without what belongs to them."""
    return sorted(name for name in contents(Path("reportgen-history")) if name.startswith("runs/"))


def test_what_is_written(run_cli: RunCli) -> None:
    """The three reports, the record and the site are there, and stderr says where."""
    result = run_cli("build", put(RED), "--at", NOON)
    (record,) = records()

    assert 0 == result.exit_code
    assert {"report.md", "report.html", "run.json", "index.html"} <= set(contents(Path("public")))
    assert record.startswith("runs/2025/09/20250915T120000Z-")
    assert "wrote     public/report.md, public/report.html, public/run.json" in result.stderr
    assert f"recorded  reportgen-history/{record}" in result.stderr
    assert "open public/index.html" in result.stderr


def test_each_record_is_read_once_as_a_column(
    run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read to judge the run is not read again for the site."""
    for hour in range(3):
        run_cli("build", put(RED), "--at", f"2025-09-15T0{hour}:00:00Z", "--branch", "main")
    read: list[str] = []
    recorded = Columns._recorded

    def counted(self: Columns, run_id: str) -> Column:
        read.append(run_id)
        return recorded(self, run_id)

    monkeypatch.setattr(Columns, "_recorded", counted)
    run_cli("build", put(RED), "--at", NOON, "--branch", "main")

    assert 4 == len(read)
    assert sorted(set(read)) == sorted(read)


def test_the_reports_are_those_of_report(run_cli: RunCli) -> None:
    """What ``build`` writes is what ``report`` prints."""
    run_cli("build", put(RED), "--at", NOON, "--history", "h")

    for name, form in (("report.md", "markdown"), ("run.json", "json"), ("report.html", "html")):
        printed = run_cli("report", "art", "--at", NOON, "--history", "h", "-f", form).stdout

        assert printed == Path("public", name).read_bytes().decode()


@pytest.mark.parametrize(
    ("target", "name"), [("jira", "report.jira.json"), ("jira-dc", "report.jira-dc.txt")]
)
def test_what_speaks_no_markdown_has_a_file_of_its_own(
    target: str, name: str, run_cli: RunCli
) -> None:
    """`report.md` is Markdown whatever is asked for; the other leads nowhere that is not known."""
    result = run_cli("build", put(RED), "--at", NOON, "--target", target)
    printed = run_cli("report", "art", "--at", NOON, "--target", target).stdout

    assert Path("public/report.md").read_text().startswith("### ❌")
    assert printed == Path("public", name).read_text()
    assert f"public/report.md, public/{name}, public/report.html" in result.stderr


def test_stdout_is_the_report_as_text(run_cli: RunCli) -> None:
    """A person sees the report; --quiet silences the rest."""
    loud = run_cli("build", put(RED), "--at", NOON)
    quiet = run_cli("build", "art", "--at", NOON, "--quiet")

    assert loud.stdout == quiet.stdout
    assert "" == quiet.stderr
    assert run_cli("report", "art", "--at", NOON, "-f", "text").stdout == loud.stdout


def test_twice_is_once(run_cli: RunCli) -> None:
    """A second build of the same artifacts changes no byte and records nothing new."""
    first = run_cli("build", *shipped("staging-1041"))
    before = contents(Path())
    second = run_cli("build", *shipped("staging-1041"))

    assert before == contents(Path())
    assert first.stdout == second.stdout
    assert "recorded " in first.stderr
    assert "known " in second.stderr


def test_several_runs(run_cli: RunCli) -> None:
    """Each run adds one record, and the site has a page for each."""
    for name in ("green", "red", "outage"):
        run_cli("build", *shipped(name))
    pages = [path for path in contents(Path("public")) if path.startswith("runs/")]

    assert 3 == len(records())
    assert 3 == len([page for page in pages if re.fullmatch(r"runs/[^/]+/index\.html", page)])


def test_the_order_of_recording_is_nothing(run_cli: RunCli) -> None:
    """A run that is recorded late stands where its moment puts it."""
    runs = (("a", GREEN, NOON), ("b", RED, LATER))
    for order in ("ab", "ba"):
        for name, files, at in sorted(runs, key=lambda run: order.index(run[0])):
            arguments = ("--at", at, "--history", f"h-{order}", "--base", put(GREEN, "base"))
            run_cli("build", put(files, name), *arguments, "--out", "scratch")
        run_cli("site", "--history", f"h-{order}", "--out", f"site-{order}")

    assert contents(Path("h-ab")) == contents(Path("h-ba"))
    assert contents(Path("site-ab")) == contents(Path("site-ba"))


def test_a_damaged_record_is_named_and_the_rest_is_built(run_cli: RunCli) -> None:
    """One record that cannot be read costs itself, and the site says so."""
    for files, at in ((GREEN, NOON), (RED, LATER)):
        run_cli("build", put(files), "--at", at)
    damaged = Path("reportgen-history", records()[0])
    damaged.write_bytes(b"\x1f\x8b" + b"\0" * 9)
    result = run_cli("site", "--out", "again")
    pages = contents(Path("again"))

    assert 0 == result.exit_code
    assert damaged.name.removesuffix(".json.gz") in pages["index.html"].decode()
    assert "is left out" in pages["index.html"].decode()
    assert 1 == len([name for name in pages if re.fullmatch(r"runs/[^/]+/index\.html", name)])


def test_a_record_is_never_changed(run_cli: RunCli) -> None:
    """What is recorded stays as it was, whatever the configuration says later."""
    run_cli("build", put(RED), "--at", NOON)
    before = contents(Path("reportgen-history"))
    Path("reportgen.toml").write_text("[gate]\nmax-new-failures = 9\n")
    run_cli("build", "art", "--at", NOON)

    assert before == contents(Path("reportgen-history"))


@pytest.mark.parametrize("when", ["replace", "fsync"])
def test_a_crash_leaves_the_old_state(when: str, run_cli: RunCli) -> None:
    """Where writing breaks off, every file is the old one or the new one, and no half one."""
    run_cli("build", put(GREEN), "--at", NOON)
    before = contents(Path("public")) | contents(Path("reportgen-history"))
    where = "pathlib.Path.replace" if when == "replace" else "os.fsync"
    with mock.patch(where, side_effect=OSError(28, "No space left on device")):
        result = run_cli("build", put(RED, "now"), "--at", LATER)

    assert 2 == result.exit_code
    assert "no space left on device" in result.stderr
    assert before == contents(Path("public")) | contents(Path("reportgen-history"))


def test_an_interrupt_leaves_nothing_half(run_cli: RunCli) -> None:
    """Where a person stops the command while it writes, the old file stays, and no other."""
    put(RED)
    Path("report.md").write_text("old")
    with mock.patch("pathlib.Path.replace", side_effect=KeyboardInterrupt):
        result = run_cli("report", "art", "--at", NOON, "-o", "report.md")

    assert 0 != result.exit_code
    assert "old" == Path("report.md").read_text()
    assert ["art", "report.md"] == sorted(path.name for path in Path().iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--out", "taken"), "taken"),
        (("--history", "taken"), 'cannot write to the history "taken"'),
    ],
)
def test_places_that_cannot_be_written(
    arguments: tuple[str, ...], message: str, run_cli: RunCli
) -> None:
    """A file where a folder should be is wrong usage, with its name."""
    Path("taken").write_text("a file")
    result = run_cli("build", put(RED), "--at", NOON, *arguments)

    assert 2 == result.exit_code
    assert message in result.stderr
    assert "a file" == Path("taken").read_text()


SURROUNDINGS: tuple[dict[str, str], ...] = (
    {"TZ": "UTC", "LANG": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
    {"TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "3", "COLUMNS": "40"},
)


def test_surroundings_change_nothing(tmp_path: Path) -> None:
    """Zone, language, hash seed, width and working folder leave every byte as it is."""
    seen = []
    for number, env in enumerate(SURROUNDINGS):
        folder = tmp_path.joinpath(f"place-{number}", *["deeper"] * number)
        path, *config = shipped("staging-1041")
        where = os.path.relpath(path, folder) if number % 2 else path
        done = run_process("build", where, *config, folder=folder, env=env)

        assert 0 == done.returncode, done.stderr.decode()
        seen.append((done.stdout, contents(folder)))

    assert seen[0] == seen[1] == seen[2]


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    """Where the reader of stdout closes it early, nobody is told of a fault."""
    put_here = tmp_path / "art"
    put_here.mkdir()
    (put_here / "junit.xml").write_text(str(RED["junit.xml"]))
    with subprocess.Popen(
        [*PROCESS, "report", "art", "-f", "html", "--quiet"],
        cwd=tmp_path,
        env=start_environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        stderr = process.stderr.read()
        code = process.wait(timeout=60)

    assert (0, b"") == (code, stderr)


def test_stdout_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    """Data on stdout is UTF-8 also where the locale is ASCII."""
    (tmp_path / "junit.xml").write_text(str(RED["junit.xml"]).replace("pays", "größe ☃"), "utf-8")
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run_process("report", "junit.xml", "--at", NOON, "-f", "json", folder=tmp_path, env=env)

    assert 0 == done.returncode
    assert "größe ☃" in done.stdout.decode("utf-8")
