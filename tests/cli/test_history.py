"""``reportgen history``: adding, listing, showing, verifying and thinning out."""

from pathlib import Path

import pytest

from tests.analysis.jobs import GREEN
from tests.cli.jobs import RED, contents, put
from tests.conftest import RunCli

TIMES = ("2025-09-15T10:00:00Z", "2025-09-16T10:00:00Z", "2025-09-20T10:00:00Z")


@pytest.fixture
def runs(run_cli: RunCli) -> list[str]:
    """Record three runs of two branches; return their ids, oldest first."""
    ids = []
    for at, branch, files in zip(TIMES, ("main", "topic", "main"), (GREEN, RED, RED), strict=True):
        result = run_cli("history", "add", put(files), "--at", at, "--branch", branch)
        ids.append(result.stdout.strip())
    return ids


def test_adding_prints_the_id(runs: list[str]) -> None:
    """A run is recorded without reports and site; its id is what other commands take."""
    assert ["20250915T100000Z", "20250916T100000Z", "20250920T100000Z"] == [
        run.partition("-")[0] for run in runs
    ]
    assert not Path("public").exists()


def test_adding_twice(runs: list[str], run_cli: RunCli) -> None:
    """What is recorded is not recorded again."""
    before = contents(Path("reportgen-history"))
    result = run_cli("history", "add", put(RED), "--at", TIMES[2], "--branch", "main")

    assert runs[2] == result.stdout.strip()
    assert "known " in result.stderr
    assert before == contents(Path("reportgen-history"))


def test_list(runs: list[str], run_cli: RunCli) -> None:
    """The newest run comes first; a branch or a number narrows the list, and that is said."""
    lines = run_cli("history", "list").stdout.splitlines()[1:]
    of_main = run_cli("history", "list", "--branch", "main").stdout.splitlines()[1:]
    newest = run_cli("history", "list", "--limit", "1")

    assert list(reversed(runs)) == [line.split()[0] for line in lines]
    assert [runs[2], runs[0]] == [line.split()[0] for line in of_main]
    assert runs[2] == newest.stdout.splitlines()[1].split()[0]
    assert "1 of 3 runs listed" in newest.stderr


def test_show(runs: list[str], run_cli: RunCli) -> None:
    """A recorded run is printed in any format, also by the beginning of its id."""
    text = run_cli("history", "show", runs[0]).stdout
    as_json = run_cli("history", "show", runs[0][:8], "--format", "json").stdout

    assert "validated" in text
    assert f'"id": "{runs[0]}"' in as_json


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", 'no run "" is recorded'),
        ("2025", '"2025" is the beginning of 3 runs'),
        ("20200101T000000Z-0", "no run"),
        ("../../x", "no run"),
    ],
)
def test_runs_that_are_none(name: str, message: str, runs: list[str], run_cli: RunCli) -> None:
    """What names no run, or several, is told with the next step."""
    assert runs
    result = run_cli("history", "show", name)

    assert 2 == result.exit_code
    assert message in result.stderr
    assert "next: " in result.stderr


def test_verify(runs: list[str], run_cli: RunCli) -> None:
    """A whole history verifies; a damaged record is named with its reason, and exit code 4."""
    whole = run_cli("history", "verify")
    damaged = next(Path("reportgen-history").rglob(f"{runs[1]}.json.gz"))
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    broken = run_cli("history", "verify")

    assert (0, "") == (whole.exit_code, whole.stdout)
    assert "3 runs verified, nothing is damaged" in whole.stderr
    assert 4 == broken.exit_code
    assert broken.stdout.startswith(f"runs/2025/09/{runs[1]}.json.gz: it is broken")


def test_every_flipped_byte_is_found(runs: list[str], run_cli: RunCli) -> None:
    """Whichever byte of a record changes, the record is named."""
    path = next(Path("reportgen-history").rglob(f"{runs[0]}.json.gz"))
    whole = path.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])

        assert 4 == run_cli("history", "verify").exit_code, at


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (("--keep-runs", "1"), [2]),
        (("--keep-days", "4"), [1, 2]),
        (("--keep-days", "3"), [2]),
        (("--keep-per-branch", "1"), [1, 2]),
        (("--keep-runs", "1", "--keep-per-branch", "1"), [1, 2]),
        (("--keep-runs", "99"), [0, 1, 2]),
    ],
)
def test_prune(rule: tuple[str, ...], kept: list[int], runs: list[str], run_cli: RunCli) -> None:
    """A run stays if any rule keeps it; --dry-run names the files and removes none."""
    gone = [f"runs/2025/09/{run}.json.gz" for at, run in enumerate(runs) if at not in kept]
    before = contents(Path("reportgen-history"))
    planned = run_cli("history", "prune", *rule, "--dry-run")

    assert gone == planned.stdout.splitlines()
    assert before == contents(Path("reportgen-history"))

    done = run_cli("history", "prune", *rule)
    listed = run_cli("history", "list").stdout.splitlines()[1:]

    assert gone == done.stdout.splitlines()
    assert sorted(runs[at] for at in kept) == sorted(line.split()[0] for line in listed)
    assert 0 == run_cli("history", "verify").exit_code


def test_prune_needs_a_rule(runs: list[str], run_cli: RunCli) -> None:
    """Without a rule nothing is removed: it would be everything."""
    result = run_cli("history", "prune")

    assert 2 == result.exit_code
    assert "--keep-runs" in result.stderr
    assert len(runs) == len(run_cli("history", "list").stdout.splitlines()) - 1


@pytest.mark.parametrize("command", ["list", "verify", "prune --keep-runs 1", "show x"])
def test_no_history(command: str, run_cli: RunCli) -> None:
    """A folder that is not there is told, and not made."""
    result = run_cli("history", *command.split())

    assert 2 == result.exit_code
    assert 'there is no history at "reportgen-history"' in result.stderr
    assert not Path("reportgen-history").exists()


def test_the_index_can_be_deleted(runs: list[str], run_cli: RunCli) -> None:
    """Nothing but time is lost with the index, nor with one that is broken."""
    listed = run_cli("history", "list").stdout
    (index,) = Path("reportgen-history", "index").iterdir()
    for damage in (lambda: index.write_bytes(b"x"), index.unlink):
        damage()

        assert listed == run_cli("history", "list").stdout
    assert runs


def test_pack(runs: list[str], run_cli: RunCli) -> None:
    """Old months are packed when asked; the runs stay listed, and --dry-run changes nothing."""
    listed = run_cli("history", "list").stdout
    before = contents(Path("reportgen-history"))
    default = run_cli("history", "pack")
    planned = run_cli("history", "pack", "--before", "2025-10", "--dry-run")

    assert "0 runs packed" in default.stderr
    assert before == contents(Path("reportgen-history"))
    assert [f"runs/2025/09/{run}.json.gz" for run in runs] == planned.stdout.splitlines()

    done = run_cli("history", "pack", "--before", "2025-10")

    assert "3 runs packed" in done.stderr
    assert listed == run_cli("history", "list").stdout
    assert "only outcomes are kept" in run_cli("history", "show", runs[0]).stdout
    assert 0 == run_cli("history", "verify").exit_code
    assert 0 == run_cli("site", "--out", "site").exit_code


def test_pack_by_age(runs: list[str], run_cli: RunCli) -> None:
    """Without a month named, the newest three stay as they are."""
    for at in ("2025-11-01T00:00:00Z", "2025-12-01T00:00:00Z"):
        run_cli("history", "add", put(GREEN), "--at", at)

    assert "3 runs packed" in run_cli("history", "pack").stderr
    assert runs


@pytest.mark.parametrize("month", ["2025", "2025-13", "09-2025", "x"])
def test_months_that_are_none(month: str, runs: list[str], run_cli: RunCli) -> None:
    """What is no month is told with how to write one."""
    assert runs
    result = run_cli("history", "pack", "--before", month)

    assert 2 == result.exit_code
    assert "write it as in 2025-09" in result.stderr


def test_export_and_import(runs: list[str], run_cli: RunCli) -> None:
    """A history goes into a file and out of it again, and a second time changes nothing."""
    done = run_cli("history", "export", "-o", "h.tar")
    taken = run_cli("history", "import", "h.tar", "--history", "other")
    again = run_cli("history", "import", "reportgen-history", "--history", "other")

    assert "of 3 runs exported to h.tar" in done.stderr
    assert runs == taken.stdout.splitlines()
    assert "0 runs taken over, 3 were there already" in again.stderr
    assert contents(Path("reportgen-history")) == contents(Path("other"))


def test_imports_that_are_none(runs: list[str], run_cli: RunCli) -> None:
    """What is no history is told, and nothing is written."""
    assert runs
    put(RED)
    for source, message in (("art/junit.xml", "cannot be imported"), ("no", "there is no history")):
        result = run_cli("history", "import", source, "--history", "other")

        assert 2 == result.exit_code
        assert message in result.stderr
        assert not Path("other").exists()


@pytest.mark.parametrize("damaged", ["record", "pack"])
def test_packing_says_what_it_does(damaged: str, runs: list[str], run_cli: RunCli) -> None:
    """What cannot be packed is not told as packed, neither before nor after, and stays."""
    history = Path("reportgen-history")
    names = [f"runs/2025/09/{run}.json.gz" for run in runs]
    if damaged == "record":
        (history / names[1]).write_bytes((history / names[1]).read_bytes()[:60])
        packed = [names[0], names[2]]
    else:
        run_cli("history", "pack", "--before", "2025-10")
        (pack,) = (history / "packs").iterdir()
        pack.write_bytes(pack.read_bytes()[:-20])
        add = ("--at", "2025-09-21T10:00:00Z", "--branch", "main")
        late = run_cli("history", "add", put(GREEN, "late"), *add).stdout.strip()
        names, packed = [f"runs/2025/09/{late}.json.gz"], []
    planned = run_cli("history", "pack", "--before", "2025-10", "--dry-run")
    done = run_cli("history", "pack", "--before", "2025-10")

    assert packed == planned.stdout.splitlines() == done.stdout.splitlines()
    assert f"{len(packed)} runs would be packed" in planned.stderr
    assert f"{len(packed)} runs packed" in done.stderr
    assert "is not packed: " in planned.stderr
    assert sorted(set(names) - set(packed)) == [name for name in names if (history / name).exists()]
