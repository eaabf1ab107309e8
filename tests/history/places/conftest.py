"""What the tests of the places share: a bare repository and a server that speaks S3."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import start_environment
from tests.history.places import servers


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Return the variables that git is started with: nobody's settings."""
    return start_environment(tmp_path) | {"GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Return an empty bare repository."""
    path = tmp_path / "history.git"
    subprocess.run(["git", "init", "--quiet", "--bare", path], check=True)
    return path


@pytest.fixture
def address(bare: Path) -> str:
    """Return the address of the branch in the bare repository."""
    return f"git+{bare.as_uri()}"


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    """Return the address of a server that speaks S3."""
    with servers.s3() as address:
        yield address


@pytest.fixture
def s3_environ(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Let clients of this process find the server; return the variables that do."""
    variables = servers.s3_environment(s3_address)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return variables
