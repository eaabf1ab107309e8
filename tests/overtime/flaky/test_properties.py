"""What holds of any history: order of reading, one more pass, and runs that are left out."""

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reportgen.config import FlakyRules
from reportgen.model.overtime import Line
from reportgen.overtime.flaky import course_of, judge, preview, state_of
from reportgen.overtime.flaky.course import course
from reportgen.overtime.flaky.states import unremarkable
from tests.overtime.lines import columns_of, joined, line_of, run_of

RULES = FlakyRules()
SMALL = FlakyRules.model_validate(
    {"min-results": 4, "window-results": 8, "recovery-results": 4, "recovery-days": 2}
)
"""Rules whose borders short histories reach."""
RULE_SETS = st.sampled_from([RULES, SMALL])


@st.composite
def histories(draw: st.DrawFn, letters: str = "PPPPFERIS.") -> Line:
    """Return a line of some tests in some runs, of few commits and branches."""
    runs = draw(st.integers(1, 24))
    texts = st.text(letters, min_size=runs, max_size=runs)
    return line_of(
        {f"test_{number}": draw(texts) for number in range(draw(st.integers(1, 4)))},
        commits=draw(st.text("abcdefgh?", min_size=runs, max_size=runs)),
        branches=draw(st.text("mmmmab1?", min_size=runs, max_size=runs)),
        every=draw(st.sampled_from([None, timedelta(hours=8), timedelta(days=3)])),
    )


@given(histories(), RULE_SETS, st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(
    line: Line, rules: FlakyRules, random: Random
) -> None:
    """Columns that are read apart and joined in any order tell the same, in the same order."""
    shuffled = list(line.columns)
    random.shuffle(shuffled)

    assert judge(joined(line.columns), rules) == judge(joined(shuffled), rules)


@given(histories(), RULE_SETS, st.sampled_from(["main", "topic", None]), st.sampled_from("PS."))
def test_one_more_pass_makes_no_test_flaky(
    line: Line,
    rules: FlakyRules,
    branch: str | None,
    letter: str,
) -> None:
    """A run of another commit that passes, or tells nothing, never turns healthy into flaky."""
    last = line.runs[-1].started_at
    run = run_of(len(line.runs), commit="z" * 40, settled=branch == "main", branch=branch)._replace(
        started_at=last and last + timedelta(hours=1)
    )
    before = course_of(line)
    after = course((*line.runs, run), before.left_out)
    for letters in line.outcomes:
        was = state_of(letters, before, rules).state
        now = state_of(letters + letter, after, rules).state

        assert not (was == "healthy" and now == "flaky")


@given(histories(), RULE_SETS, st.integers(0, 24), st.integers(1, 3))
def test_runs_that_are_left_out_change_nothing(
    line: Line, rules: FlakyRules, at: int, number: int
) -> None:
    """What is said of each test is the same with and without runs in which nearly all failed."""
    at = min(at, len(line.runs))
    names = [test.name for test in line.tests]
    filling = {f"filling_{number}": "" for number in range(100)}
    broken = [
        column._replace(run=run_of(900 + column_number, commit="e" * 40))
        for column_number, column in enumerate(
            columns_of(
                {**dict.fromkeys(names, "F" * number), **dict.fromkeys(filling, "F" * number)}
            )
        )
    ]
    places = frozenset(range(at, at + number))
    runs = (*line.runs[:at], *(column.run for column in broken), *line.runs[at:])
    with_them = course(runs, places)
    without = course_of(line)
    for letters in line.outcomes:
        longer = letters[:at] + "F" * number + letters[at:]
        one, other = state_of(letters, without, rules), state_of(longer, with_them, rules)

        assert all(column.is_all_red for column in broken)
        assert one.signs.episodes == tuple(
            episode._replace(
                red=tuple(place - number if place >= at else place for place in episode.red)
            )
            for episode in other.signs.episodes
        )
        assert (one.state, one.why, one.confidence) == (other.state, other.why, other.confidence)
        assert unremarkable(letters, without, rules) == unremarkable(longer, with_them, rules)


@given(histories(), RULE_SETS)
def test_the_quick_look_agrees_with_the_close_one(line: Line, rules: FlakyRules) -> None:
    """A test that needs no closer look would come out of one in the same state."""
    runs = course_of(line)
    for letters in line.outcomes:
        quick = unremarkable(letters, runs, rules)

        assert quick is None or quick == state_of(letters, runs, rules).state


@given(histories(letters="PPPPFFRS."))
def test_every_test_is_in_one_state(line: Line) -> None:
    """States add up to the tests, and what is told is counted in them."""
    opinion = judge(line, SMALL)

    assert len(line.tests) == sum(opinion.states.values()) + opinion.gone
    for state in ("broken", "flaky", "suspect"):
        assert opinion.states[state] == sum(test.state == state for test in opinion.tests)
    assert all(test.reason.count("`") % 2 == 0 for test in opinion.tests)
    assert all(test.failed <= test.ran for test in opinion.tests)


@given(histories())
def test_preview_and_verdict_agree(line: Line) -> None:
    """Who changes in the preview is in another state when the other rules judge."""
    changed = {switch.test.id: switch for switch in preview(line, RULES, SMALL)}
    before, after = course_of(line), judge(line, SMALL)
    told = {test.test: test for test in after.tests}
    for test, letters in zip(line.tests, line.outcomes, strict=True):
        if test.id in changed:
            switch = changed[test.id]

            assert switch.before == state_of(letters, before, RULES).state != switch.after
            assert test.id not in told or told[test.id].reason == switch.reason
        else:
            assert state_of(letters, before, RULES).state == state_of(letters, before, SMALL).state
