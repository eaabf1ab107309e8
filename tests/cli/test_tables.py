"""The small commands: help, version, tables, the site alone, and a look at it."""

import json
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from reportgen import __version__
from reportgen.cli import app
from reportgen.cli.serving import make_server
from reportgen.errors import UsageError
from reportgen.readers import KINDS, READERS, kind_of
from reportgen.render.markdown.targets import TARGETS
from tests.cli.jobs import NOON, RED, contents, put
from tests.conftest import RunCli

COMMANDS = sorted(
    command.name or str(command.callback.__name__)
    for command in app.registered_commands
    if command.callback
)


def test_version(run_cli: RunCli) -> None:
    """The version is one line on stdout."""
    assert (0, f"reportgen {__version__}\n", "") == run_cli("--version")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help_with_an_example(command: str, option: str, run_cli: RunCli) -> None:
    """Help goes to stdout, ends with 0, and shows how the command is called."""
    result = run_cli(command, option)

    assert (0, "") == (result.exit_code, result.stderr)
    assert f"Example: reportgen {command}" in " ".join(result.stdout.split())


def test_help_names_every_command(run_cli: RunCli) -> None:
    """The help of the whole lists the commands."""
    text = run_cli("--help").stdout

    assert [] == [command for command in COMMANDS if command not in text]


def test_no_argument_at_all(run_cli: RunCli) -> None:
    """Without a command the help is shown, and that is wrong usage."""
    result = run_cli()

    assert 2 == result.exit_code
    assert "Usage: reportgen" in result.stdout + result.stderr


def test_formats(run_cli: RunCli) -> None:
    """The table has a row for every reader, by kind, in the order in which they are asked."""
    header, *rows = run_cli("formats").stdout.splitlines()
    shown = [tuple(row.split()[:2]) for row in rows]

    assert header.split()[:2] == ["KIND", "FORMAT"]
    assert {(kind_of(reader), reader.NAME) for reader in READERS} == set(shown)
    assert sorted(shown, key=lambda row: KINDS.index(row[0])) == shown
    assert len(READERS) == len(shown)


@pytest.mark.parametrize("of", ["run", "compare"])
def test_the_schema_is_stable(of: str, run_cli: RunCli) -> None:
    """The schema is JSON with its dialect, and the same every time; that of a run comes first."""
    text = run_cli("schema", "--of", of).stdout

    assert text == run_cli("schema", "--of", of).stdout
    assert (of == "run") == (text == run_cli("schema").stdout)
    assert "https://json-schema.org/draft/2020-12/schema" == json.loads(text)["$schema"]


@pytest.mark.parametrize("name", ["run", "compare", "flaky", "test", "trends", "doctor", "context"])
def test_every_schema_has_an_id(name: str, run_cli: RunCli) -> None:
    """It names the document and its version, and holds what the document states of itself."""
    options = ("--context",) if name == "context" else ("--of", name)
    schema = json.loads(run_cli("schema", *options).stdout)
    stated = schema["properties"]["schema_version"]

    assert f"tag:reportgen.invalid,2026:schema:{name}:1" == schema["$id"]
    assert 1 == stated.get("maximum", stated.get("const"))


def test_the_site_alone(run_cli: RunCli) -> None:
    """``site`` builds from the history what ``build`` builds beside the reports."""
    run_cli("build", put(RED), "--at", NOON, "--out", "whole")
    result = run_cli("site", "--out", "alone")
    reports = {"report.md", "report.html", "run.json"}
    whole = {name: data for name, data in contents(Path("whole")).items() if name not in reports}

    assert 0 == result.exit_code
    assert "" == result.stdout
    assert whole == contents(Path("alone"))


def test_the_site_of_an_empty_history(run_cli: RunCli) -> None:
    """A history that is there and holds nothing gives a site that says so."""
    Path("reportgen-history").mkdir()

    assert 0 == run_cli("site").exit_code
    assert Path("public/index.html").is_file()


def test_serving(tmp_path: Path) -> None:
    """A built folder can be looked at on the loopback, and nothing outside it."""
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "index.html").write_text("hello")
    (tmp_path / "secret").write_text("secret")
    with make_server(tmp_path / "public", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            address = f"http://127.0.0.1:{server.server_port}"
            with urllib.request.urlopen(f"{address}/index.html") as answer:  # noqa: S310 - our own address
                served = answer.read()
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"{address}/../secret")  # noqa: S310 - the same
            refused.value.close()
        finally:
            server.shutdown()
            thread.join()

    assert served.startswith(b"hello<script ")
    assert ("127.0.0.1", 404) == (server.server_address[0], refused.value.code)


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """A port in use is told by its number."""
    with (
        make_server(tmp_path, 0) as server,
        pytest.raises(UsageError, match=f"port {server.server_port} cannot be used"),
    ):
        make_server(tmp_path, server.server_port)


def test_targets_lists_every_tracker(run_cli: RunCli) -> None:
    """Each row has the name, the budget, and how the limit is known; the default comes first."""
    result = run_cli("targets")
    rows = result.stdout.splitlines()

    assert [*TARGETS] == [row.split()[0] for row in rows[1:]]
    assert all(
        f" {target.known} " in row for target, row in zip(TARGETS.values(), rows[1:], strict=True)
    )
    assert (0, "") == (result.exit_code, result.stderr)


def test_targets_as_json_is_the_table(run_cli: RunCli) -> None:
    """A script gets every column of every row."""
    rows = json.loads(run_cli("targets", "--format", "json").stdout)

    assert [target._asdict() for target in TARGETS.values()] == rows
