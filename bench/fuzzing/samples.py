"""Good input of every kind: the fixtures by format, and what no fixture is there for."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from reportgen.analysis import judge
from reportgen.artifacts import Found, discover, read_run
from reportgen.config import Settings
from reportgen.model.report import Report
from reportgen.model.run import RunInfo
from reportgen.readers import READERS
from reportgen.render.json import render as render_json

FIXTURES: Final = Path(__file__).resolve().parents[2] / "fixtures"
MOMENT: Final = datetime(2025, 9, 15, 13, 34, tzinfo=UTC)
LARGEST: Final = 1 << 15
"""A longer file shows nothing that a shorter one does not, and costs time."""
SMALL: Final = 1 << 13
_LEFT_OUT: Final = ("projects", "stores", "history")

CONFIGURATIONS: Final[Sequence[bytes]] = (
    b"""[project]
name = "netra"
issue-url = "https://example.org/{id}"
[services]
required = ["api", "db"]
stale-after = "24h"
[memory]
limit = "512 MiB"
[tests]
retries = "merge"
shards = ["shard*"]
[gate]
max-new-failures = 0
allow-environment = ["ready", "degraded"]
max-duration-increase = "20 %"
max-coverage-decrease = "1 point"
expect = ["junit:unit", "health"]
[[known-issues]]
issue = "#1"
test = "test_a*"
message = "timed? out"
expires = 2026-12-31
[[categories]]
name = "infrastructure"
pattern = "no space left"
""",
)
NOTES: Final[Sequence[bytes]] = (
    (
        b"# Note\n\nSome *words*, a [link](https://example.org), `code`.\n\n"
        b"| a | b |\n|---|---|\n| 1 | 2 |\n\n- one\n- two\n\n```py\nx = 1\n```\n\n"
        b"> said\n\n<b>x</b>\n"
    ),
    (
        b"1. one\n2. two\n\n![picture](x.png)\n\n***\n\n"
        b"[a]: https://example.org\n[a] @name #12 /close\n"
    ),
)
EVENTS: Final[Sequence[bytes]] = (
    json.dumps(
        {
            "number": 7,
            "pull_request": {
                "number": 7,
                "head": {"sha": "ab" * 20, "ref": "feature"},
                "base": {"ref": "main"},
            },
        }
    ).encode(),
)
HOSTILE: Final[Sequence[bytes]] = (
    (
        b'<testsuite name="s&lt;script>alert(1)&lt;/script>">'
        b'<testcase classname="@c" name="`n` #1">'
        b'<failure message="::error::&lt;script>alert(1)&lt;/script>">'
        b"/close &lt;!-- ``` --></failure>"
        b"<system-out>connection refused: postgres | a | b</system-out></testcase></testsuite>"
    ),
    b'{"services": {"<script>alert(1)</script>": {"status": "down", "error": "@all /close #1"}}}',
    b'{"test": {"outcome": "failure", "conclusion": "success", "outputs": {"a": "::set-output"}}}',
)


def scratch() -> str | None:
    """Return a folder in memory where there is one: small files are written by the thousand."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - only the parent of private folders


@cache
def files() -> Sequence[tuple[str, bytes]]:
    """Return every fixture that is not too large, with its name."""
    return tuple(
        (path.name, path.read_bytes())
        for path in sorted(FIXTURES.rglob("*"))
        if path.is_file()
        and path.relative_to(FIXTURES).parts[0] not in _LEFT_OUT
        and ".expected." not in path.name
        and path.suffix not in {".md", ".py", ".sh", ".zip", ".toml"}
        and 0 < path.stat().st_size <= LARGEST
    )


@cache
def by_format() -> Mapping[str, Sequence[tuple[str, bytes]]]:
    """Return the fixtures by the format that they are read as; each reader has some."""
    known = {reader.NAME for reader in READERS}
    found: dict[str, list[tuple[str, bytes]]] = {}
    for name, data in files():
        run = read_run([Found(name, len(data), lambda data=data: BytesIO(data))])  # type: ignore[misc]  # binds this file
        form = run.artifacts[0].format
        if form in known:
            found.setdefault(form, []).append((name, data))
    return dict(sorted(found.items()))


@cache
def report() -> Report:
    """Return the report of the run that ships as an example."""
    run = read_run(discover([str(FIXTURES / "runs" / "staging-1041" / "artifacts")]))
    return judge(run, RunInfo(), MOMENT, Settings())


def document() -> bytes:
    """Return a short report as its JSON."""
    run = read_run(discover([str(FIXTURES / "runs" / "red")]))
    return render_json(judge(run, RunInfo(), MOMENT, Settings())).encode()


def archives() -> Sequence[bytes]:
    """Return the archives among the fixtures."""
    return tuple(
        path.read_bytes()
        for path in sorted(FIXTURES.rglob("*"))
        if path.name.endswith((".zip", ".tar", ".tar.gz")) and path.stat().st_size <= LARGEST
    )
