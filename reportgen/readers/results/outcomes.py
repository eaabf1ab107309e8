"""Outcomes and names as several formats of test results spell them."""

from typing import Final

from reportgen.model.tests import Errored, Failed, Outcome, Skipped, Trouble
from reportgen.model.text import one_line

UNNAMED: Final = "(no name)"


def failed(message: str, detail: str = "", kind: str = "") -> Failed:
    """Return the outcome of a case that failed; its parts are cleaned already."""
    return Failed((Trouble("failure", message.strip(), detail, kind),))


def errored(message: str, detail: str = "", kind: str = "") -> Errored:
    """Return the outcome of a case that broke; its parts are cleaned already."""
    return Errored((Trouble("error", message.strip(), detail, kind),))


def unknown_result(word: str) -> Outcome:
    """Return the outcome for a result that is not in the format: never passed."""
    if not word.strip():
        return Skipped("the report states no result")
    return errored(f'the report states an unknown result, "{one_line(word, 40)}"')


def whole_number(text: str | None) -> int | None:
    """Return the count that an attribute states, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def file_name(path: str) -> str:
    """Return the last part of a path of either kind: folders differ between machines."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def without_class(name: str, class_name: str) -> str:
    """Return a test's name without the class in front of it."""
    return name.removeprefix(f"{class_name}.") if class_name else name
