"""What broke outside tests: fixtures before and after them, and the run as a whole."""

from collections.abc import Iterator
from typing import Any, Final

from reportgen.model.run import Observations, Piece, Problem
from reportgen.model.text import one_line
from reportgen.readers.numbers import moment
from reportgen.readers.tests.allure.text import said, span_ms, text_of
from reportgen.wording import marked, phrase

MAX_PROBLEMS: Final = 20
_BROKEN: Final = ("failed", "broken")


def of_container(document: dict[str, Any]) -> Observations:
    """
    Return the fixtures that broke, for whoever sees the results that they are of.

    Nearly always such a result is red itself; then there is nothing to add.
    """
    children = document.get("children")
    listed = children if isinstance(children, list) else []
    covers = [each for each in listed if isinstance(each, str)]
    uuid = document.get("uuid")
    span = span_ms(document)
    return Observations(
        timestamps=() if span is None else tuple(filter(None, map(moment, span))),
        piece=Piece(
            id=uuid if isinstance(uuid, str) else "",
            covers=tuple(covers),
            broke=tuple(_fixtures(document))[:MAX_PROBLEMS],
        ),
    )


def _fixtures(document: dict[str, Any]) -> Iterator[Problem]:
    for kind, what in (
        ("befores", marked('the fixture "{name}" broke before its tests')),
        ("afters", marked('the fixture "{name}" broke after its tests')),
    ):
        listed = document.get(kind)
        for each in listed if isinstance(listed, list) else []:
            if isinstance(each, dict) and each.get("status") in _BROKEN:
                name = one_line(text_of(each.get("name")), 80) or phrase("without a name")
                yield _broke(phrase(what, name=name), *said(each))


def of_globals(document: dict[str, Any]) -> Observations:
    """Return the errors of the whole run: tests that they kept from running are nowhere else."""
    errors = document["errors"]
    problems = [
        _broke(phrase("the run broke outside any test"), text_of(each.get("message")).strip(), "")
        for each in errors[:MAX_PROBLEMS]
    ]
    if len(errors) > MAX_PROBLEMS:
        problems.append(
            _broke(phrase("and {n:,} more times", n=len(errors) - MAX_PROBLEMS), "", "")
        )
    return Observations(
        problems=tuple(problems),
        timestamps=tuple(
            when for each in errors if (when := moment(each.get("timestamp"))) is not None
        ),
    )


def _broke(what: str, message: str, trace: str) -> Problem:
    says = one_line(message or trace.strip().rpartition("\n")[2], 300)
    return Problem(
        kind="suite-error", severity="error", message=f"{what}: {says}" if says else what
    )
