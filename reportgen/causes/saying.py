"""
What a failure says: the type of the exception and the message, wherever a test tool puts them.

Some tools write both into attributes, some the message alone, some write only a trace; some put
the type before the message, and some wrap both into words of their own.
"""

import re
from typing import Final, NamedTuple

from reportgen.causes.frames import SUFFIXES
from reportgen.model.tests import Trouble
from reportgen.patterns import pattern

MOST_LINES: Final = 12
MOST_READ: Final = 20_000
"""How many characters of a trace are searched for what it says."""

_EMPTY: Final = frozenset(
    {"", "failed", "failure", "error", "none", "test failed", "collection failure", "failed."}
)
_NO_TYPE: Final = frozenset(
    {
        "failure", "error", "failed", "nonetype", "call_failed", "setup_failed", "teardown_failed",
        "testcodefailure", "fail", "broken", "exception",
    }
)  # fmt: skip
# pytest puts a failed fixture into words of its own.
_WRAPPED = pattern(r"failed on (?:setup|teardown) with \"(.*)\"?\Z", re.DOTALL)
_NAME = r"(?:[\w$]{1,100}[.:\\]{1,2}){0,12}"
_KIND = (
    r"[A-Za-z_$][\w$]{0,100}(?:Error|Exception|Failure|Failed|Fault|Timeout|Interrupt|Exit|Warning"
    r"|Refused|NotMet|NotFound|DoesNotExist|Expired|Abort|Aborted|Unavailable|Violation)"
)
_LEADING = pattern(
    rf"(?:Uncaught |(?:OneTime)?(?:SetUp|TearDown) ?: )?{_NAME}((?:{_KIND}|Error))(?: \[\w+\])?"
    r"(?: ?:\s+|:?\Z|:?\s*\n\s*)"
)
# `till.py:3: AssertionError`, the end of a trace of pytest's
_PYTEST_END = pattern(rf"^\S[^\n:]{{0,500}}:[0-9]+: ({_NAME}\w+)\s*\Z", re.MULTILINE)
_PYTEST_SAYS = pattern(r"^E(?: {1,8}(.*))?$", re.MULTILINE)
_PYTHON_END = pattern(rf"^(?![ \t]){_NAME}[A-Za-z_]\w*(?::.*)?$", re.MULTILINE)
_PANIC = pattern(
    r"thread '[^']{0,200}'(?: \([0-9]+\))? panicked at (?:'([^']{0,500})', )?"
    r"[^\n]{0,300}:[0-9]+:[0-9]+:?"
)
_TRACE = pattern(
    r"\s*(?:at |\u276f |#[0-9]+ |goroutine [0-9]|stack backtrace|note: run with|Stack:|Traceback"
    r"|Caused by: |\.\.\. [0-9]+ (?:more|common)|Retry #|attachment #|Call log:"
    r"|[-=_\u23af\u2500]{8,})"
)
_NOISE = pattern(
    r"\s*(?:=== (?:RUN|CONT|PAUSE|NAME)\b.*|--- (?:FAIL|PASS|SKIP):.*|FAILED:|>? *[0-9]* *\|.*"
    r"|\[\w+\] \u203a .*|Failing step: .*|Error:|Messages?:|Error Trace:.*|Test: .*|\u25cf .*"
    r"|[~^ ]+|[\w\\]{1,200}::\w+(?: with data set .*)?|[-+] (?:Expected|Received) +[-+] [0-9]+"
    r"|Failure/Error:.*)?\Z"
)
_SUFFIX: Final = "|".join(sorted(SUFFIXES))
_FILE_LINE = pattern(
    rf"\A\s*(?:(?:[A-Za-z]:)?[^\s:\"'()]{{1,300}}\.(?:{_SUFFIX})[:(][0-9]+\)?(?::[0-9]+)?"
    r"(?::\s+|\s*\n|\Z)|Error: {2,})"
)
_ASSERTION = pattern(
    r"assert|comparison|expectation|\bexpect|multiple ?failures|^want\b|\bto (?:equal|be|match)\b"
    r"|got:|^(?:not )?true is not|[!=]= ",
    re.IGNORECASE,
)
_ASSERTED = pattern(r"Assert\.|expect\(|assert |Failed asserting")
_BROADEST: Final = frozenset({"", "Error", "Exception", "panic"})


class Saying(NamedTuple):
    """*type* is the last part of the exception's name; *text* the message without it."""

    type: str
    text: str

    @property
    def is_assertion(self) -> bool:
        """Whether the test compared two things, and not something broke."""
        if _ASSERTION.search(self.type) or self.type in {"Failed", "CHECK", "REQUIRE"}:
            return True
        form = _ASSERTION if self.type in _BROADEST else _ASSERTED
        return bool(form.match(self.text) or (form is _ASSERTION and form.search(self.text[:300])))


def saying(trouble: Trouble) -> Saying:
    """Return what *trouble* says."""
    detail = trouble.detail[:MOST_READ] if len(trouble.detail) > MOST_READ else trouble.detail
    kind = re.split(r"[.:\\]", trouble.type.strip()[:300])[-1]
    kind = "" if kind.lower() in _NO_TYPE or not kind.isidentifier() else kind
    text = trouble.message.strip()
    if is_empty(text) or text == trouble.type.strip():
        text = _told(detail) or text
    if wrapped := _WRAPPED.match(text):
        text = wrapped[1].rstrip('"')
    if panic := _PANIC.search(text):
        rest = panic[1] or text[panic.end() :].strip() or _after_panic(detail)
        kind, text = "panic", "\n".join(_telling(rest.split("\n")))
    if (stated := _LEADING.match(text)) and (not kind or stated[1] == kind or kind == "Error"):
        kind, text = stated[1], text[stated.end() :] or text
    elif not kind and (end := _PYTEST_END.search(detail[-600:])):
        kind = re.split(r"[.:]", end[1])[-1]
    if not kind and text.startswith("assert "):
        kind = "AssertionError"  # how much of a trace pytest prints is its user's choice
    return Saying(kind, _FILE_LINE.sub("", text, count=1).strip() or text)


def is_empty(message: str) -> bool:
    """Whether *message* says no more than that something failed."""
    return message.strip().lower() in _EMPTY


def _after_panic(detail: str) -> str:
    found = _PANIC.search(detail)
    return (found[1] or detail[found.end() :]) if found else ""


def _told(detail: str) -> str:
    """Return what a trace says: the lines that pytest marks, the end of Python's, or the head."""
    marked = [found[1] or "" for found in _PYTEST_SAYS.finditer(detail)]
    if any(marked):
        return "\n".join(marked[:MOST_LINES]).strip()
    if "Traceback (most recent call last)" in detail:
        ends = [found.start() for found in _PYTHON_END.finditer(detail)]
        last = detail[ends[-1] :] if ends else ""
        if last and not last.startswith("Traceback"):
            return last.strip()
    return "\n".join(_telling(detail.split("\n"))).strip()


def _telling(lines: list[str]) -> list[str]:
    told: list[str] = []
    for line in lines:
        if told and _TRACE.match(line):
            break
        if not _NOISE.match(line) and not _TRACE.match(line):
            told += filter(None, [_FILE_LINE.sub("", line, count=1)])
            if len(told) == MOST_LINES:
                break
    return told
