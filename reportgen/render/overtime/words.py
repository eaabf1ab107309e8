"""Words that the renderings of findings over runs share."""

from collections.abc import Sequence
from typing import Final

from reportgen.model.overtime import ABSENT, OverTime, Trends, Window
from reportgen.model.units import moment, plural
from reportgen.wording import marked, phrase

STATES: Final = ("broken", "flaky", "suspect", "healthy", "insufficient")
STATE_WORDS: Final = {
    "broken": marked("broken"),
    "flaky": marked("flaky"),
    "suspect": marked("suspect"),
    "healthy": marked("healthy"),
    "insufficient": marked("with too few results"),
}
_LEVELS: Final = "▁▂▃▄▅▆▇█"
MOST_CELLS: Final = 60


def of_window(window: Window) -> str:
    """Return *window* as a phrase: ``240 runs from … to …``."""
    runs = plural(window.runs, "run")
    if window.since is None or window.until is None:
        return runs
    if window.since == window.until:
        return phrase("{runs} of {when}", runs=runs, when=moment(window.since))
    return phrase(
        "{runs} from {first} to {last}",
        runs=runs,
        first=moment(window.since),
        last=moment(window.until),
    )


def of_flaky(found: Trends) -> str:
    """Return how many tests are in which state, of all: ``3 flaky, 1 broken of 608 tests``."""
    total = sum(found.states.values())
    named = [
        f"{number:,} {phrase(STATE_WORDS[state])}"
        for state in STATES
        if (number := found.states.get(state, 0))
    ]
    recovered = sum(state.recovered for state in found.tests)
    named += [phrase("{number:,} recovered", number=recovered)] if recovered else []
    return phrase(
        "{states} of {tests}",
        states=", ".join(named) or phrase("none judged"),
        tests=plural(total, "test"),
    )


def of_line(found: OverTime) -> str:
    """Return the job and the variant of *found*; empty where there is only one line."""
    return " · ".join(filter(None, (found.job, *(f"{k}={v}" for k, v in found.variant.items()))))


def strip(letters: str) -> str:
    """Return the newest of *letters*, and how many older ones there are."""
    left = letters.lstrip(ABSENT)
    hidden = len(left) - MOST_CELLS
    return f"…{left[-MOST_CELLS:]}" if hidden > 0 else left


def sparkline(values: Sequence[float | None]) -> str:
    """Return *values* as blocks from the least to the most; a gap is a dot."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    return "".join(
        "·" if value is None else _LEVELS[round((value - low) / span * (len(_LEVELS) - 1))]
        for value in values
    )
