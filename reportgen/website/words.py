"""What the states of things over runs are called on pages, and in which tone they are shown."""

from collections.abc import Mapping
from typing import Final

from reportgen.model.overtime import Confidence, SuiteChange, TestState, Window
from reportgen.model.text import quote
from reportgen.model.units import plural
from reportgen.render.account.words import Tone
from reportgen.wording import marked, phrase

STATE_TONES: Final[Mapping[str, Tone]] = {
    "broken": "bad",
    "flaky": "warn",
    "suspect": "none",
    "recovered": "good",
    "healthy": "good",
    "insufficient": "none",
}
STATES_SAID: Final = (
    *(marked("broken"), marked("flaky"), marked("suspect"), marked("recovered")),
    *(marked("healthy"), marked("gone")),
    *(marked("certain"), marked("probable"), marked("possible")),
)
"""States and degrees that pages call by their ids, so that they can be said otherwise there."""
STATE_WORDS: Final = {"insufficient": marked("too few results")}
MEANINGS: Final = {
    "broken": marked("red in the last runs, on more than one commit"),
    "flaky": marked("passes and fails without a change that explains it"),
    "suspect": marked("failed, and it is too soon to tell more"),
    "recovered": marked("was flaky, and has long not failed since"),
    "healthy": marked("nothing speaks against it"),
    "insufficient": marked("too few results to say anything"),
}
CONFIDENCES: Final[Mapping[Confidence, str]] = {
    "certain": marked("recorded facts show it directly"),
    "probable": marked("a rule over many runs tells it"),
    "possible": marked("one of two methods tells it, or the runs are few"),
}
MEMORY_TONES: Final[Mapping[str, Tone]] = {
    "growing": "warn",
    "step": "warn",
    "stable": "good",
    "too-short": "none",
}
MEMORY_WORDS: Final = {
    "growing": marked("growing"),
    "step": marked("stepped up"),
    "stable": marked("stable"),
    "too-short": marked("too few runs"),
}
SUITE_CHANGES: Final[Mapping[SuiteChange, tuple[str, Tone]]] = {
    "newly-slow": (marked("slower"), "warn"),
    "newly-skipped": (marked("newly skipped"), "warn"),
    "vanished": (marked("vanished"), "bad"),
    "growing-skips": (marked("skips grow"), "warn"),
}


def word_of(state: TestState) -> str:
    """Return the state of a test; one that was flaky and no longer is has recovered."""
    return "recovered" if state.recovered and state.state == "healthy" else state.state


def after_the_name(reason: str, label: str = "") -> str:
    """
    Return what *reason* says behind the name that it begins with, for a place that bears the name.

    Where the job and the variant, *label*, stand there as well, they are left out, too.
    """
    on = phrase(" on {label}", label=quote(label))
    said = reason.replace(on, "", 1) if label else reason
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
    if since == until:
        return f"{runs}, {since}"
    return phrase("{runs}, {since} to {until}", runs=runs, since=since, until=until)
