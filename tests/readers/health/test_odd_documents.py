"""Documents of containers, clusters and monitors with anything in place of anything."""

from pathlib import Path

import pytest

from reportgen.artifacts.outcomes import SLIP
from tests.conftest import ROOT
from tests.readers.files import read_json, read_text
from tests.readers.health.mutations import documents, varied

FOLDER = ROOT / "fixtures" / "health"
FORMATS = (
    "aws-target-health", "consul", "curl", "docker", "elasticsearch", "gatus", "kubernetes-pods",
    "prometheus", "statuspage", "upptime", "uptime-kuma",
)  # fmt: skip
DOCUMENTS = sorted(
    path
    for path in FOLDER.iterdir()
    if path.name.startswith(FORMATS) and path.suffix in {".json", ".jsonl"}
)
TEXTS = sorted(
    path
    for path in FOLDER.glob("*.txt")
    if path.name.startswith(("blackbox", "kubernetes", "uptime-kuma"))
)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_any_value_may_be_anything(path: Path) -> None:
    """A wrong type anywhere costs what it stands for, never the file, and breaks nothing."""
    misunderstood = {
        problem.message
        for document in documents(path)
        for changed in varied(document)
        for problem in read_json(path.name, changed).artifacts[0].problems
        if problem.message.startswith((SLIP, "cannot be understood"))
    }

    assert set() == misunderstood


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
@pytest.mark.parametrize("share", [0.1, 0.35, 0.7, 0.95])
def test_cut_texts_are_never_better(path: Path, share: float) -> None:
    """Half an answer names no service as up that the whole does not."""
    text = path.read_text("utf-8")
    whole = {each.name for each in read_text(path.name, text).services if each.status == "up"}
    cut = read_text(path.name, text[: int(len(text) * share)])

    assert {each.name for each in cut.services if each.status == "up"} <= whole
