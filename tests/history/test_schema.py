"""What is stored is listed, field by field: no model changes the store by accident."""

import pytest

from reportgen.history.schema import STORED, stored
from reportgen.model.report import Report

NOT_STORED = {("Passed", "name"), ("Failed", "name"), ("Errored", "name"), ("Skipped", "name")}
"""Fields that follow from where a thing stands: the name of an outcome is its letter."""


def fields_of(model: type) -> set[str]:
    """Return the fields of a model, a dataclass or a named tuple."""
    return set(getattr(model, "__pydantic_fields__", ()) or getattr(model, "_fields", ()))


@pytest.mark.parametrize("model", STORED, ids=lambda model: model.__name__)
def test_every_field_is_decided(model: type) -> None:
    """A field of a stored model is stored, or it is named here as one that is not."""
    left_out = {name for kind, name in NOT_STORED if kind == model.__name__}

    assert fields_of(model) - left_out == set(STORED[model])
    assert len(STORED[model]) == len(set(STORED[model]))


def test_every_part_of_a_report_is_decided() -> None:
    """
    A report has no part that a record does not hold.

    But for why it was not compared: such a run is not recorded; and for how its tests fared in
    other runs.
    """
    assert {
        "run", "verdict", "totals", "findings", "cases", "services", "memory", "steps",
        "artifacts", "coverage", "base", "issue", "quiet_rules", "causes", "uncompared",
        "redacted", "courses",
    } == set(Report.model_fields)  # fmt: skip


def test_nothing_else_is_stored() -> None:
    """A value of a kind that is not listed is refused, not written in some form."""
    with pytest.raises(TypeError, match="set is not stored"):
        stored({1})
