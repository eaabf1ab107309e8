"""
A reader: the results that Acme's test bench writes, one test a line.

``ACME-RESULTS 1`` comes first; then ``ok`` or ``FAIL``, the name, and after a colon what was said.
``END`` comes last, so that a file that was cut can be told.
"""

from reportgen.plugins import (
    Case,
    Failed,
    Observations,
    Passed,
    Problem,
    ReadError,
    Source,
    Trouble,
)

API = 1
NAME = "acme-results"
TITLE = "Results of Acme's test bench"
HINT = "acme run > results.acme"
HOLDS_TESTS = True

_HEAD = "ACME-RESULTS 1"
_PASSED = Passed()


def matches(source: Source) -> bool:
    """Whether the first line is that of the format: a name proves nothing."""
    return source.kind == "text" and source.head_text.partition("\n")[0].strip() == _HEAD


def read(source: Source) -> Observations:
    """Return the tests; a line that says neither ``ok`` nor ``FAIL`` makes the file unreadable."""
    cases: list[Case] = []
    problems: tuple[Problem, ...] = ()
    ended = False
    for number, line in enumerate(source.text.splitlines()[1:], 2):
        verdict, _, rest = line.strip().partition(" ")
        name, _, said = rest.partition(": ")
        ended = verdict == "END"
        if verdict not in {"ok", "FAIL", "END", ""}:
            raise ReadError(f"neither ok nor FAIL: {line[:80]}", f"line {number}")
        if verdict in {"ok", "FAIL"}:
            outcome = _PASSED if verdict == "ok" else Failed((Trouble("failure", said),))
            cases.append(Case("", "", name, outcome, source.path, at_line=number))
    if not ended:
        message = "the file ends before its END: results may be missing"
        problems = (Problem(kind="truncated", severity="error", message=message),)
    return Observations(cases=cases, problems=problems, truncated=not ended)
