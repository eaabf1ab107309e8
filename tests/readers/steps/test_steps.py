"""Outcomes of steps: what happened is told, not what the job was allowed to make of it."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.readers.files import expectation, fixtures, read_file, read_json

FIXTURES = fixtures(ROOT / "fixtures" / "steps", ".json")


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixture(path: Path) -> None:
    """A document gives its steps, their outcomes and permissions, in its order."""
    expected, run = expectation(path), read_file(path)
    steps = [
        {"name": s.name, "status": s.status, "allowed_failure": s.allowed_failure}
        for s in run.steps
    ]

    assert expected.get("steps", []) == steps
    assert expected.get("readable", True) == (run.artifacts[0].status != "rejected")


def test_secrets_in_outputs_are_not_read() -> None:
    """The outputs of a step may hold secrets; nothing of them is kept."""
    secret = "hunter2-hunter2"  # noqa: S105 - it has to look like one
    steps = {"a": {"outcome": "success", "conclusion": "success", "outputs": {"token": secret}}}
    needs = {"b": {"result": "success", "outputs": {"token": secret}}}

    assert secret not in repr(read_json("steps.json", steps))
    assert secret not in repr(read_json("needs.json", needs))


@pytest.mark.parametrize("word", ["", "green", "SUCCESS", "neutral", None, 1, ["success"]])
def test_unknown_words_are_unknown(word: object) -> None:
    """A word that is not documented is no success."""
    run = read_json("steps.json", {"a": {"outcome": word, "conclusion": "success"}})

    assert ["unknown"] == [step.status for step in run.steps]
    assert [False] == [step.allowed_failure for step in run.steps]


def test_places_are_pointers() -> None:
    """Each step names the place where it is stated."""
    run = read_json("steps.json", {"a/b": {"outcome": "failure", "conclusion": "failure"}})

    assert [("steps.json", "/a~1b")] == [(step.artifact, step.place) for step in run.steps]
