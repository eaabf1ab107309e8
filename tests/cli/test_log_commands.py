"""What is printed passes through the log of a runner, and nothing in it is a command there."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from reportgen.cli.options import Format
from reportgen.render.markdown.targets import TARGETS
from tests.cli.jobs import NOON, put
from tests.conftest import RunCli

COMMANDS = (
    "::error::x\n  ::set-output name=a::b\n##[error]y\n##vso[task.setvariable]z\n##teamcity[q]"
)
ORDER = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)


def artifacts() -> str:
    """Write results whose every text is commands, and return where."""
    said = COMMANDS.replace("\n", "&#10;")
    body = f'<failure message="{said}">\n{COMMANDS}</failure>'
    cases = f'<testcase classname="{said}" name="{said}" file="{said}">{body}</testcase>'
    return put({"junit.xml": f'<testsuite name="{said}">{cases}</testsuite>'})


@pytest.mark.parametrize("form", sorted(set(Format) - {Format.HTML, Format.MARKDOWN}))
def test_no_format_has_a_command(form: str, run_cli: RunCli) -> None:
    """Neither of the new kind, where a line starts, nor of the old, anywhere in it."""
    result = run_cli("report", artifacts(), "--at", NOON, "--commit", "a" * 40, "--format", form)

    assert not ORDER.search(result.stdout)
    assert not ORDER.search(result.stderr)


@pytest.mark.parametrize("style", ["brief", "default", "full"])
@pytest.mark.parametrize(
    "target", [name for name, each in TARGETS.items() if each.dialect != "annotations"]
)
def test_no_target_has_a_command(target: str, style: str, run_cli: RunCli) -> None:
    """The same holds for what is made for trackers, however much of it is asked for."""
    result = run_cli("report", artifacts(), "--at", NOON, "--target", target, "--style", style)

    assert not ORDER.search(result.stdout)


def test_no_json_of_a_command_has_one(run_cli: RunCli) -> None:
    """Every command that prints JSON writes the sign otherwise, and says the same."""
    facts = ("--at", NOON, "--commit", "a" * 40, "--quiet")
    run_cli("build", artifacts(), "--out", "public", *facts)
    printed = {
        command[0]: run_cli(*command, "--quiet", "--format", "json").stdout
        for command in (
            ("doctor", "art"), ("compare", "art", "art"), ("flaky",), ("trends",), ("test", "*"),
        )
    }  # fmt: skip
    say = [name for name, text in printed.items() if "##[error]y" in json.dumps(json.loads(text))]

    assert ["doctor", "compare", "test"] == [name for name in say if name != "trends"]
    assert not any(ORDER.search(text) for text in printed.values())


def test_whoever_reads_the_format_reads_the_text(run_cli: RunCli) -> None:
    """JSON and XML say the same characters as before, written otherwise."""
    artifacts()
    document = json.loads(run_cli("report", "art", "--at", NOON, "--format", "json").stdout)
    root = ET.fromstring(run_cli("report", "art", "--at", NOON, "--format", "junit").stdout)  # noqa: S314 - our own

    assert COMMANDS == document["tests"][0]["message"]
    assert COMMANDS in "".join(root.itertext())
