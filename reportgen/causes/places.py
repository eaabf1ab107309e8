"""
Where a failure broke: the frame of the project that is nearest to the fault, by file and function.

Lines move with every edit above them, so none is part of a place.
A test tool prints the frame that is nearest to the fault first, Python prints it last.
Where the source of the failing line is printed, it tells the assertions of one function apart.
"""

import re
from typing import Final, NamedTuple

from reportgen.causes.frames import Spot, last_spot, spots
from reportgen.patterns import pattern

MOST_BEFORE: Final = 8_000
"""How many characters before a frame are searched for the function around it."""
_LONGEST: Final = 200

# `at async Object.total (/src/till.js:3:7)`, `at org.example.Till.total(Till.java:3)`
_CALLED = pattern(r"at (?:async )?(?:new )?([^()]{1,500}+)\(")
# `File "till.py", line 3, in total`, `till.py:3: in total`, `till.rb:3:in 'Till#total'`
_STATED = pattern(r"(?:, line [0-9]+, |:[0-9]+: ?)in ['`]?([^\n'`]{1,200})")
_POINTED = pattern("\u276f ([^\\s:]{1,200}) ")
_PYTHON_SOURCE = pattern(r"^[ \t]*(?:async )?def (\w{1,200}) ?\(", re.MULTILINE)
_PYTHON_PART = pattern(r"^(?:_ _ _|During handling|The above exception).*$", re.MULTILINE)
_RUST_LINE = pattern(r"\s*[0-9]{1,4}: (?:0x[0-9a-f]+ - )?([\w:<>{}$. ]{1,200})")
_GO_LINE = pattern(r"([\w./-]{1,150}(?:\(\*?\w+\))?[\w.]{0,100})\(")

# What compilers and interpreters put around the name of a function.
_CSHARP = pattern(r"<(\w+)>[a-z]__[\w|]*")
_DECORATION = pattern(
    r"<>c(?:__\w+)?\.|\.MoveNext\b|\blambda\$|\$[0-9]+|`[0-9]+|::h[0-9a-f]{16}\b"
    r"|::\{\{closure\}\}|\.func[0-9]+(?:\.[0-9]+)*| \[as [^\]]*\]|^Object\.|\[[^\]]*\]"
    r"|^(?:(?:block|rescue|ensure)(?: \([^)]*\))? in )+"
)
# Names that say nothing of the place: what has none, what every test is called with, and the
# matcher that Jest names instead of the function around it.
_NAMELESS = pattern(
    r"<.*>|anonymous|invokeSuspend|invoke|Object|Context|TestContext|Suite|eval|to[A-Z]\w*|require"
)

# The failing line of the source: pytest marks it, Python prints it below its frame, Jest, Vitest
# and Playwright number it.
_MARKED = pattern(r"^> {1,40}(\S.*)$", re.MULTILINE)
_NUMBERED = pattern(r"^[ \t]*> *[0-9]+ ?\| ?(.*)$", re.MULTILINE)


class Place(NamedTuple):
    """
    Where a failure broke.

    *function* and *source*, the text of the failing line, are empty where the trace has none.
    """

    file: str
    function: str
    source: str

    @property
    def name(self) -> str:
        """The place as people read it: ``src/till.py in total``."""
        return f"{self.file} in {self.function}" if self.function else self.file


def place_in(detail: str) -> Place | None:
    """Return where the failure broke whose trace is in *detail*; None where it names no source."""
    spot = next(spots(detail), None)
    if spot is None:
        return None
    if spot.frame.file.endswith(".py"):
        spot = last_spot(detail) or spot
    return Place(_file(spot.frame.file), _function(detail, spot), _source(detail, spot))


def _file(path: str) -> str:
    """Return *path*; of one whose project is not known the end, which is the same everywhere."""
    return "/".join(path.split("/")[-2:]) if path.startswith("/") else path


def _function(detail: str, spot: Spot) -> str:
    line = detail[spot.start : spot.end].strip()
    for form in (_CALLED, _STATED, _POINTED):
        if found := form.search(line):
            return _plain(found[1], spot.frame.file)
    before = detail[max(0, spot.start - MOST_BEFORE) : spot.start]
    if spot.frame.file.endswith(".py"):
        parts = [part.end() for part in _PYTHON_PART.finditer(before)]
        found = _PYTHON_SOURCE.search(before, parts[-1] if parts else 0)
        return found[1] if found else ""
    above = before.rstrip("\n").rpartition("\n")[2]
    called = None
    if spot.frame.file.endswith((".rs", ".go")) and before.endswith("\n"):
        called = (_RUST_LINE if spot.frame.file.endswith(".rs") else _GO_LINE).match(above)
    return _plain(called[1], spot.frame.file) if called else ""


def _plain(called: str, file: str) -> str:
    """Return the name of a function as its source has it, with its class where that is said."""
    name = _DECORATION.sub("", _CSHARP.sub(r"\1", called.strip().rpartition("/")[2])).strip(" .")
    if file.endswith(".rb"):
        name = name.replace("#", ".").rpartition(".")[2]
    joint = "::" if "::" in name else "."
    parts = [part for part in name.split(joint) if part and not _NAMELESS.fullmatch(part)]
    return joint.join(parts[-2:])[:_LONGEST]


def _source(detail: str, spot: Spot) -> str:
    if spot.frame.file.endswith(".py"):
        before = "\n" + detail[max(0, spot.start - MOST_BEFORE) : spot.start]
        marked = _MARKED.findall(before) if "\n> " in before else ()
        below = detail[spot.end + 1 : spot.end + 1 + _LONGEST].partition("\n")[0]
        indented = below.startswith("    ")
        return " ".join((marked[-1] if marked else below if indented else "").split())[:_LONGEST]
    found = _NUMBERED.search(detail)
    return " ".join(found[1].split())[:_LONGEST] if found else ""
