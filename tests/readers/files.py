"""One file, read alone: what its artifact says and what was seen in it."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

from reportgen.artifacts import Found, read_run
from reportgen.model.run import Run


def read_bytes(name: str, data: bytes) -> Run:
    """Return what is read of a file called *name* that holds *data*."""
    return read_run([Found(name, len(data), lambda: BytesIO(data))])


def read_file(path: Path) -> Run:
    """Return what is read of the file at *path*."""
    return read_bytes(path.name, path.read_bytes())


def read_text(name: str, text: str) -> Run:
    """Return what is read of a file called *name* that holds *text*."""
    return read_bytes(name, text.encode())


def read_json(name: str, document: object) -> Run:
    """Return what is read of a file called *name* that holds *document* as JSON."""
    return read_text(name, json.dumps(document))


def expectation(path: Path) -> Any:  # noqa: ANN401 - JSON is anything
    """Return what lies beside the fixture at *path* as its expectation."""
    return json.loads(path.with_suffix(".expected.json").read_text("utf-8"))


def fixtures(folder: Path, *suffixes: str) -> list[Path]:
    """Return the fixtures in *folder* that have an expectation."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix in suffixes and path.with_suffix(".expected.json").is_file()
    )
