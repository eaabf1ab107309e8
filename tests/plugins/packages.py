"""Packages with plugins, as an installer leaves them: a module, and metadata that names it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


class Packages:
    """A folder on the path of imports, into which packages are put."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.modules: list[str] = []

    def put(
        self, group: str, name: str, source: str, *, package: str = "acme", version: str = "1.0"
    ) -> None:
        """Install *package* with one plugin *name* of *group*, whose module reads *source*."""
        module = f"{package}_{group}_{name}".replace("-", "_").replace(" ", "_")
        self.modules.append(module)
        (self._folder / f"{module}.py").write_text(source, "utf-8")
        described = self._folder / f"{package}_{group}_{name}-{version}.dist-info"
        described.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: {package}-{group}-{name}\nVersion: {version}\n"
        (described / "METADATA").write_text(metadata, "utf-8")
        points = f"[reportgen.{group}]\n{name} = {module}\n"
        (described / "entry_points.txt").write_text(points, "utf-8")


@pytest.fixture
def packages(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Packages]:
    """Return a place for packages; what was imported from it is forgotten in the end."""
    folder = tmp_path_factory.mktemp("site-packages")
    monkeypatch.syspath_prepend(str(folder))
    held = Packages(folder)
    yield held
    for module in held.modules:
        sys.modules.pop(module, None)
