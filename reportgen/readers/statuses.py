"""
The words that artifacts use for how something is, as the states that we tell apart.

An unlisted word is *unknown*, never *up*.
Maintenance counts as degraded: planned, but not available.
"""

from typing import Final

from reportgen.model.health import ServiceStatus
from reportgen.model.steps import StepStatus

_WORDS: Final[dict[ServiceStatus, str]] = {
    "up": "up ok okay pass passed passing healthy operational green success succeeded available "
    "alive online ready running serving working active normal true connected reachable",
    "degraded": "degraded warn warning degraded_performance partial_outage partially_available "
    "yellow minor impaired unstable draining paused maintenance under_maintenance slow partial",
    "down": "down fail failed failing failure error unhealthy critical red major_outage outage "
    "out_of_service offline unavailable not_ready not_serving crashed dead exited refused timeout "
    "timed_out shutting_down stopped false disconnected unreachable",
}
_STATUS: Final[dict[str, ServiceStatus]] = {
    word: status for status, words in _WORDS.items() for word in words.split()
}
_HTTP_OK = range(200, 400)
_HTTP_BAD = range(400, 600)


GITHUB_RESULTS: Final[dict[str, StepStatus]] = {
    "success": "passed",
    "failure": "failed",
    "cancelled": "cancelled",
    "skipped": "skipped",
}
"""What GitHub calls the outcome of a step and the result of a job."""


def status_of(word: object) -> ServiceStatus:
    """Return the state that *word* (text, a boolean, or an HTTP status code) stands for."""
    if isinstance(word, bool):
        return "up" if word else "down"
    if isinstance(word, int):
        if word in _HTTP_OK:
            return "up"
        return "down" if word in _HTTP_BAD else "unknown"
    if not isinstance(word, str):
        return "unknown"
    key = word.strip().casefold().replace("-", "_").replace(" ", "_")
    if key.isascii() and key.isdigit() and len(key) == 3:
        return status_of(int(key))
    return _STATUS.get(key, "unknown")


_UNDECIDED: Final = {"unknown", "starting", "pending", "service_unknown"}
# Words that mean that nothing is known only where something else says that it is health.
_NOT_CHECKED: Final = {"initial", "unused", "skipped", "n/a", "none", "not_checked"}


def is_status_word(word: object) -> bool:
    """Whether *word* is one of the listed words, a boolean or an HTTP status code."""
    return status_of(word) != "unknown" or (
        isinstance(word, str) and word.strip().casefold() in _UNDECIDED
    )


def is_undecided(word: str) -> bool:
    """Whether *word* itself says that the state is not known, or was not looked at."""
    return word.strip().casefold().replace(" ", "_") in _UNDECIDED | _NOT_CHECKED
