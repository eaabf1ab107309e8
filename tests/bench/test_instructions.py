"""Instructions are held against what is recorded, both by a bare parse of the same interpreter."""

import json

import instructions
import pytest

RECORDED = {"floor": 200, "small": 2_000, "large": 4_000, "trends": 1_600}


def test_another_interpreter_is_no_news() -> None:
    """One that takes twice as many for everything is as fast as it was."""
    twice = {name: 2 * count for name, count in RECORDED.items()}

    assert [] == instructions.slower(twice, RECORDED)
    assert 0 == instructions.change("small", twice, RECORDED)


@pytest.mark.parametrize(("count", "warned"), [(2_099, False), (2_100, True), (1_000, False)])
def test_five_percent_is_told(count: int, warned: bool) -> None:  # noqa: FBT001 - a table
    """From five percent on there is a warning, which says what takes how much more."""
    warnings = instructions.slower({**RECORDED, "small": count}, RECORDED)

    assert warned == bool(warnings)
    if warned:
        assert [
            "small (report 50 tests as Markdown) takes 5.0% more instructions than recorded"
        ] == warnings


def test_what_was_never_counted_is_new() -> None:
    """A piece of work without a record is neither faster nor slower."""
    table = list(instructions.rows(RECORDED, {}))

    assert ["new"] * 4 == [line[28:37].strip() for line in table[1:]]
    assert [] == instructions.slower(RECORDED, {})


def test_the_record_has_every_piece_of_work() -> None:
    """What is compared was counted, by an interpreter that is named."""
    record = json.loads(instructions.RECORD.read_text("utf-8"))

    assert [piece.name for piece in instructions.WORK] == list(record["instructions"])
    assert {"python", "machine"} < set(record)


def test_without_valgrind_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is counted then, which is a failure only for those who insist."""
    monkeypatch.setattr("shutil.which", lambda _: None)

    assert [0, 1] == [instructions.main([]), instructions.main(["--strict"])]
    assert "valgrind is not here" in capsys.readouterr().out
