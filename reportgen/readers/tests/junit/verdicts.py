"""The outcome of one ``<testcase>``: from its children, else from its attributes."""

from xml.etree.ElementTree import Element

from reportgen.model.tests import (
    PASSED,
    Attempt,
    Errored,
    Failed,
    Outcome,
    Passed,
    Skipped,
    Trouble,
)
from reportgen.model.text import clean
from reportgen.readers.numbers import seconds

RESULTS = frozenset({"failure", "error", "skipped", "skip"})
INTERIM = frozenset({"flakyFailure", "flakyError", "rerunFailure", "rerunError"})
STREAMS = frozenset({"system-out", "system-err"})
_SAYS_FAILED = {"fail", "failed", "failure", "error", "errored"}
_SAYS_NOT_RUN = {"notrun", "not_run", "disabled", "suppressed", "skipped", "ignored"}


def by_attributes(status: str | None, result: str | None) -> Outcome:
    """Return what *status* and *result* say: ``run`` and ``completed`` say nothing."""
    stated = (word for word in (status, result) if word)
    words = {word.strip().lower().replace(" ", "_").replace("-", "_") for word in stated}
    if failed := sorted(words & _SAYS_FAILED):
        return Failed((Trouble("failure", f'no details; the status attribute says "{failed[0]}"'),))
    if not_run := sorted(words & _SAYS_NOT_RUN):
        return Skipped(f'the status attribute says "{not_run[0]}"')
    return PASSED


def by_children(element: Element) -> Outcome | None:
    """
    Return what the children of *element* say, or None where they give no verdict.

    junitparser reads the element: final results, then what happened on the way.
    *element* holds direct children of the case only, so that its search cannot go astray.
    A case with one result, as nearly all have, says the same without it.
    """
    if len(element) == 1 and (only := _by_one(element[0])) is not None:
        return only
    return by_junitparser(element)


def _by_one(result: Element) -> Outcome | None:
    """Return what *result* says where it is the only child; None where it takes a closer look."""
    message, text, kind = result.get("message"), result.text, result.get("type")
    match result.tag:
        case "failure":
            return Failed((trouble(message, text, kind, is_error=False),))
        case "error":
            return Errored((trouble(message, text, kind, is_error=True),))
        case "skipped":
            return Skipped(clean((message or text or "").strip()))
        case _:
            return None


def by_junitparser(element: Element) -> Outcome | None:
    """Return what the children of *element* say, however many there are."""
    import junitparser as jp  # noqa: PLC0415 - only files with red cases pay for it
    from junitparser import xunit2  # noqa: PLC0415 - the same

    case: xunit2.TestCase = xunit2.TestCase.fromelem(element)  # type: ignore[no-untyped-call]  # junitparser leaves it out
    results = case.result
    troubles = tuple(
        trouble(r.message, r.text, r.type, is_error=isinstance(r, jp.Error))
        for r in results
        if isinstance(r, jp.Failure | jp.Error)
    )
    skipped = [r for r in results if isinstance(r, jp.Skipped)]
    interim = [child for child in element if child.tag in INTERIM]
    attempts = tuple(
        Attempt(
            "errored" if isinstance(r, xunit2.FlakyError | xunit2.RerunError) else "failed",
            clean(r.message or r.type or ""),
            clean((r.stack_trace or r.text or "").strip("\n")),
            seconds(stated.get("time")),
            _output(stated),
        )
        for r, stated in zip(case.interim_result, interim, strict=True)
    )
    if any(each.kind == "error" for each in troubles):
        return Errored(troubles, attempts, bool(skipped))
    if troubles:
        return Failed(troubles, attempts, bool(skipped))
    if skipped:
        return Skipped(clean((skipped[0].message or skipped[0].text or "").strip()))
    return Passed(attempts) if attempts else None


def trouble(message: str | None, text: str | None, type_: str | None, *, is_error: bool) -> Trouble:
    """Return one result in the words of the file."""
    return Trouble(
        "error" if is_error else "failure",
        clean(message or ""),
        clean((text or "").strip("\n")),
        clean(type_ or ""),
    )


def _output(element: Element) -> str:
    """Return what an attempt wrote: the streams inside its element, in order."""
    streams = (child.text or "" for child in element if child.tag in STREAMS)
    return clean("\n".join(streams).strip("\n"))
