"""Texts and moments of Allure's files, cleaned and within bounds."""

from typing import Any

from reportgen.model.text import clean
from reportgen.readers.results.text import KEPT_HEAD, BoundedText


def text_of(value: object) -> str:
    """Return *value* cleaned and within bounds; nothing where it is no text."""
    if not isinstance(value, str):
        return ""
    if len(value) > KEPT_HEAD:
        bounded = BoundedText()
        bounded.add(value)
        value = str(bounded)
    return clean(value).strip("\n")


def said(item: dict[str, Any]) -> tuple[str, str]:
    """Return the message and the trace of a result or a fixture."""
    details = item.get("statusDetails")
    if not isinstance(details, dict):
        return "", ""
    return text_of(details.get("message")).strip(), text_of(details.get("trace"))


def span_ms(item: dict[str, Any]) -> tuple[int, int] | None:
    """Return when *item* began and ended; None where that cannot be."""
    start, stop = item.get("start"), item.get("stop")
    if type(start) is not int or type(stop) is not int or not 0 < start <= stop < 10**14:
        return None
    return start, stop
