"""The files of a workflow: a recipe of `templates/init`, filled with the commands of the tools."""

import re
from collections.abc import Sequence
from typing import Final

from reportgen import __version__
from reportgen.recipes.systems import System
from reportgen.recipes.tools import ARTIFACTS, Tool
from reportgen.resources import folder

_LINES: Final = re.compile(r"^( *)@@(TESTS|RESULTS|INSTALL)@@$", re.MULTILINE)
_INSTALL: Final = (
    f'python -m pip install --no-deps --only-binary :all: "reportgen-ci=={__version__}"',
    "# What it needs, by the hashes that came with it.",
    (
        "python -m pip install --require-hashes --only-binary :all:"
        ' -r "$(python -I -m reportgen.requirements)"'
    ),
)
"""Two steps, because a package cannot name its own hash; nothing is built, so that all is named."""
_NO_TOOL: Final = (
    "set -eu",
    "# Put the command of your tests here. What it writes goes to artifacts/, as JUnit XML.",
    'echo "no test command yet: see the workflow" >&2',
    "exit 1",
)


def configuration() -> str:
    """Return the `reportgen.toml` that a repository begins with: every key is a comment."""
    return (folder("templates") / "init" / "reportgen.toml").read_text("utf-8")


def workflow(system: System, tools: Sequence[Tool]) -> str:
    """Return the file that lets *system* run *tools* and report on what they leave behind."""
    results = list(dict.fromkeys(tool.results for tool in tools)) or [ARTIFACTS]
    blocks = {
        "TESTS": _commands(tools),
        "RESULTS": [f'- "{_files(each)}"' for each in results],
        "INSTALL": list(_INSTALL),
    }
    words = {
        "@@PATHS@@": " ".join(each if each == ARTIFACTS else f'"{each}"' for each in results),
        "@@IMAGE@@": tools[0].image if tools else "python:3.13",
    }
    text = (folder("templates") / "init" / system.template).read_text("utf-8")
    if system.name == "buildkite":
        # What is uploaded is interpolated once; `$$` stands for the sign itself.
        for name in ("TESTS", "INSTALL"):
            blocks[name] = [line.replace("$", "$$") for line in blocks[name]]
    text = _LINES.sub(
        lambda found: "\n".join(f"{found[1]}{line}" for line in blocks[found[2]]), text
    )
    for word, said in words.items():
        text = text.replace(word, said)
    return text


def _files(results: str) -> str:
    return f"{results}/**/*" if results == ARTIFACTS else results


def _commands(tools: Sequence[Tool]) -> list[str]:
    """Return the lines of a shell that runs all of *tools*, and fails where one of them does."""
    if not tools:
        return list(_NO_TOOL)
    lines = ["set -eu", f"mkdir -p {ARTIFACTS}"]
    lines += dict.fromkeys(line for tool in tools for line in tool.setup)
    lines += [f"# First: {tool.needs}" for tool in tools if tool.needs]
    if len(tools) == 1:
        return [*lines, tools[0].run]
    lines.append("failed=0")
    lines += [f"{tool.run} || failed=1" for tool in tools]
    return [*lines, 'exit "$failed"']
