"""
What a line at the end of a log is: an error, a summary of errors, a hiccup, or nothing of these.

CI systems, Docker and terminals write times, colours and names before what the tool said; those
are taken off first.
"""

import re
from typing import Final

from reportgen.patterns import pattern

_BEFORE: Final = pattern(
    r"(?:"
    # job and step, as `gh run view --log` writes them
    r"[^\t]{1,200}\t[^\t]{1,200}\t(?=\ufeff?\d{4}-)"
    # an instant, and GitLab's number of the stream behind it
    r"|\ufeff?\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?"
    r"(?: \d\d[EO]\+?)?\s"
    # a time of day
    r"|\[\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?\]\s"
    # marks of GitHub and Azure
    r"|##\[(?:error|command|debug|section)\]|::error(?: [^:]{0,300})?::"
    # the build step of BuildKit and its clock, the service of Docker Compose
    r"|#\d{1,4} (?:\d{1,5}\.\d{1,3} )?|[\w.-]{1,60}-\d{1,3} {1,20}\| "
    # boxes that Terraform draws
    r"|[│╷╵] ?"
    r")"
)
_LAYERS: Final = 5
_ERROR: Final = pattern(
    r"errors?\b|\bfatal\b|\bfailed\b|\bfailure\b|exceptions?\b|\bcannot\b|\bdenied\b|\bpanic\b"
    r"|traceback|\bnot found\b|\bundefined\b|\bbelow the threshold\b|\bcould not\b|\bunable to\b"
    r"|\bis invalid\b|\[(?:remote )?rejected\]|\bCONFLICT\b"
    r"|(?-i:\bE[A-Z]{4,}\b)|✗|❌",
    re.IGNORECASE,
)
_SAID_SOFTLY: Final = pattern(
    # a place in a source file with what is wrong there, as compilers and linters write it
    r"^\S{0,300}\.[A-Za-z]\w{0,9}(?::\d{1,7}(?::\d{1,6})?:|\(\d{1,7}(?:,\d{1,6})?\):) \S"
    r"|^would reformat \S|\bcode style issues? found|^Diff in \S",
    re.IGNORECASE,
)
# Lines that say only that something failed; the reason stands above them.
_TRAILER: Final = pattern(
    r"process completed with exit code|exit(?:ed)?(?: with)?(?: status| code)?:? \d+\W*$"
    r"|^(?:[\d.]{1,9} )?make(?:\[\d+\])?: \*\*\*|^(?:ninja|gmake): build stopped"
    r"|failed to solve|did not complete successfully|the operation was canceled"
    r"|npm (?:ERR!|error) (?:code|errno|syscall|A complete log|command|path|workspace|location"
    r"|Lifecycle script|Run \"npm|Fix the upstream|network (?:This is|In most|If you|'proxy')"
    r"|For a full report|this command with|to accept an|To see a list"
    r"|Did you mean|Clean install|Usage:|npm \w+$|\S{0,20}$)"
    r"|npm (?:ERR!|error)(?: {2,}|$)"
    r"|YN\d{4}: (?:· Failed with errors|│ {3}(?:Re(?:sponse|quest)) )"
    r"|^\W*ERROR\W+(?:-> )?\[Help \d|to see the full stack trace of the errors|re-run Maven using"
    r"|for more information about (?:the errors and possible solutions|this error)"
    r"|^\[ERROR\] {2,}|^\[ERROR\] Please refer to|COMPILATION ERROR :"
    r"|script returned exit code|^ERROR: Job failed: exit|cleaning up project directory"
    r"|BUILD FAILURE|build failed(?: in [\w. ]{1,20})?\W*$|^FAILURE: Build failed with an exception"
    r"|^Execution failed for task |compilation failed; see the|^> Compilation (?:error|failed)"
    r"|^\* What went wrong|^\* Exception is"
    r"|\*\* [A-Z ]{1,30} FAILED \*\*|the following build commands failed|^\(\d+ failures?\)"
    r"|^\W*error\W*$|^FAIL\W*$|command failed with exit"
    r"|could not compile `|due to \d+ previous errors?|aborting due to|ld returned \d+ exit status"
    r"|configuring incomplete, errors occurred|errors while running CTest"
    r"|^found \d+ errors?\b|^\W*\d+ (?:error|failure)s?(?:\(s\))?(?:\W*$| generated)"
    r"|^\W*\d+ errors? in [\d.]+ ?s|^\W*\d+ problems? \("
    r"|^Failed to (?:restore|build) \S+(?: \(in .{1,30}\))?\W*$|failed building wheel for"
    r"|could not build wheels for|failed to build installable wheels|subprocess-exited-with-error"
    r"|this error originates from a subprocess|^ERROR \S+\.py\W*$|Interrupted: \d+ errors? during"
    r"|could not read from remote repository|make sure you have the correct access rights"
    r"|failed to push some refs|^hint: |the remote end hung up|invalid index-pack output"
    r"|: ok=\d+ +changed=\d+ +unreachable=|^Failed examples:|^rspec \./"
    r"|some index files failed to download|unable to fetch some archives"
    r"|curl failed to verify|^W: Failed to fetch"
    r"|\b0 (?:errors?|failures?|failed)\b|without errors?|no errors?\b|[=:]0 +failed=0\b",
    re.IGNORECASE,
)
# Terraform says what is wrong in the first line of a box, and explains it in the others.
_EXPLANATION: Final = pattern(r"^[^│]{0,60}│(?!\s{0,3}error: )", re.IGNORECASE)
# A hiccup that the tool itself tried to get over is not why it ended.
_HICCUP: Final = pattern(
    r"\bretry(?:ing)?\b|(?<!max )\bretries\b|\battempt \d"
    r"|\bwarn(?:ing)?\b(?!\] code style)",
    re.IGNORECASE,
)


def bare(text: str) -> str:
    """Return what the tool said in the line *text*, without what was written before it."""
    for _ in range(_LAYERS):
        found = _BEFORE.match(text)
        if found is None:
            break
        text = text[found.end() :]
    return text.strip()


def is_hiccup(text: str) -> bool:
    """Whether *text* tells of trouble that did not end anything."""
    return _HICCUP.search(text) is not None


def is_error(raw: str, text: str) -> bool:
    """Whether *text*, which is what is said in *raw*, names an error of its own."""
    return (
        _ERROR.search(text) is not None
        and _TRAILER.search(text) is None
        and _EXPLANATION.search(raw) is None
    )


def is_finding(text: str) -> bool:
    """Whether *text* names what is wrong at a place, without a word for errors."""
    return _SAID_SOFTLY.search(text) is not None and _TRAILER.search(text) is None
