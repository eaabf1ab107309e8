"""What the states of things over runs are called on pages, and in which tone they are shown."""

from collections.abc import Mapping
from typing import Final

from reportgen.model.overtime import Confidence, SuiteChange, TestState, Window
from reportgen.model.text import quote
from reportgen.model.units import plural
from reportgen.render.account.words import Tone

STATE_TONES: Final[Mapping[str, Tone]] = {
    "broken": "bad",
    "flaky": "warn",
    "suspect": "none",
    "recovered": "good",
    "healthy": "good",
    "insufficient": "none",
}
STATE_WORDS: Final = {"insufficient": "too few results"}
MEANINGS: Final = {
    "broken": "red in the last runs, on more than one commit",
    "flaky": "passes and fails without a change that explains it",
    "suspect": "failed, and it is too soon to tell more",
    "recovered": "was flaky, and has long not failed since",
    "healthy": "nothing speaks against it",
    "insufficient": "too few results to say anything",
}
CONFIDENCES: Final[Mapping[Confidence, str]] = {
    "certain": "recorded facts show it directly",
    "probable": "a rule over many runs tells it",
    "possible": "one of two methods tells it, or the runs are few",
}
MEMORY_TONES: Final[Mapping[str, Tone]] = {
    "growing": "warn",
    "step": "warn",
    "stable": "good",
    "too-short": "none",
}
MEMORY_WORDS: Final = {
    "growing": "growing",
    "step": "stepped up",
    "stable": "stable",
    "too-short": "too few runs",
}
SUITE_CHANGES: Final[Mapping[SuiteChange, tuple[str, Tone]]] = {
    "newly-slow": ("slower", "warn"),
    "newly-skipped": ("newly skipped", "warn"),
    "vanished": ("vanished", "bad"),
    "growing-skips": ("skips grow", "warn"),
}


def word_of(state: TestState) -> str:
    """Return the state of a test; one that was flaky and no longer is has recovered."""
    return "recovered" if state.recovered and state.state == "healthy" else state.state


def after_the_name(reason: str, label: str = "") -> str:
    """
    Return what *reason* says behind the name that it begins with, for a place that bears the name.

    Where the job and the variant, *label*, stand there as well, they are left out, too.
    """
    said = reason.replace(f" on {quote(label)}", "", 1) if label else reason
    if not said.startswith("`"):
        return said
    _, _, said = said[1:].partition("`")
    said = said.lstrip(": ")
    return said[:1].upper() + said[1:]


def days_of(window: Window) -> str:
    """Return *window* in runs and days: ``60 runs, 2025-07-17 to 2025-09-15``."""
    runs = plural(window.runs, "run")
    if window.since is None or window.until is None:
        return runs
    since, until = f"{window.since:%Y-%m-%d}", f"{window.until:%Y-%m-%d}"
    return f"{runs}, {since}" if since == until else f"{runs}, {since} to {until}"
