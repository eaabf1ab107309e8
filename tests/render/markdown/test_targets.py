"""The table of targets is data that holds together."""

import pytest

from reportgen.render.markdown.targets import DEFAULT, TARGETS, Target


def test_the_default_comes_first() -> None:
    """Whoever lists the targets sees the default first."""
    assert next(iter(TARGETS)) == DEFAULT


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_a_target_is_sound(target: Target) -> None:
    """A budget keeps below the limit, folding needs HTML, and every number has its source."""
    assert TARGETS[target.name] is target
    assert target.limit is None or target.budget < target.limit
    assert target.html or not target.details or target.dialect != "markdown"
    assert target.html or not target.hides
    assert target.source
    assert target.note.endswith(".")


@pytest.mark.parametrize(
    ("unit", "length"), [("bytes", 10), ("codepoints", 4), ("utf16", 5)], ids=str
)
def test_lengths_are_counted_in_the_targets_unit(unit: str, length: int) -> None:
    """One text has three lengths; trackers differ in which they mean."""
    target = TARGETS[DEFAULT]._replace(unit=unit)  # type: ignore[arg-type] # a unit by its name

    assert target.measure("aé漢🙂") == length
