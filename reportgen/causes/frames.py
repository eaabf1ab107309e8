"""
The place in the source that a stack trace names: the first frame of the project itself.

Frames of test tools, standard libraries and installed packages are passed over; the first of what
is left, in the order of the text, is the test or what it called.
Paths are shortened to what is inside the project where the folder of a CI system, a usual folder
of a container or a drive leads to it; frames in a folder for temporary files name no source.

Each line is tried once, by patterns whose repetitions are possessive or bounded, and no more than
`MAX_LINES` lines that could hold a place are: any text costs time in proportion to its length.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from posixpath import normpath
from typing import Final, NamedTuple

from reportgen.patterns import pattern

MAX_LINES: Final = 500
MAX_LINE: Final = 1000

_JVM = frozenset({"java", "kt", "kts", "scala", "groovy"})
_SCRIPT = frozenset({"js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts", "vue", "svelte"})
SUFFIXES = _JVM | _SCRIPT | {
    "bats", "c", "cc", "cpp", "cs", "cxx", "dart", "ex", "exs", "feature", "fs", "go", "h", "hh",
    "hpp", "hxx", "lua", "m", "mm", "php", "phpt", "pl", "pm", "py", "pyx", "r", "rb", "rs", "sh",
    "swift", "t", "vb",
}  # fmt: skip

# What a line must hold to be looked at: a number where places have theirs.
_HINT = pattern(r"(?::|\(|line )[0-9]")

_NUMBER = r"([0-9]{1,7})(?![0-9])"
# `at Object.total (/src/till.js:3:7)`, `at org.example.Till.total(Till.java:3)`,
# `at Till.Total(Int32 price) in C:\work\Till.cs:line 3`
_CALL = pattern(
    r"at ([^()]{1,500}+)\(([^()]{0,500}+)\)(?: in ((?:[A-Za-z]:)?[^:]{1,500}+):line "
    + _NUMBER
    + ")?"
)
_INSIDE = pattern(r"(.{1,500}?):" + _NUMBER + r"(?::[0-9]{1,7})?")
# `File "till.py", line 3`
_QUOTED = pattern(r'File "([^"]{1,500}+)", line ' + _NUMBER)
# `(in test file till.bats, line 3)`
_WORDED = pattern(
    r"\(?(?:from function `[^']{1,200}+' )?in (?:test )?file ([^,]{1,500}+), line " + _NUMBER
)
# `#0 /src/Till.php(3): total()`, `till.cpp(3): error`
_BRACKETED = pattern(
    r"(?:#[0-9]{1,4} )?((?:[A-Za-z]:)?[^\s:\"'`()<>|*?,]{1,500}+)\("
    + _NUMBER
    + r"(?:,[0-9]{1,7})?\):"
)
# `till.py:3: AssertionError`, `till_test.go:3: want 10`, `./till.rb:3:in 'total'`, `Till.php:3`,
# `thread 'adds' panicked at src/till.rs:3:5:`, `at till.cpp:3`; Vitest points with U+276F
_PLAIN = pattern(
    r"(?:at (?:async )?|from |in |# |\u276f (?:[^\s:]{1,200}+ )?|Location: |Error Trace:\s{0,40}+"
    r"|thread '[^']{1,200}+'(?: \([0-9]{1,12}\))? panicked at (?:'[^']{0,500}+', )?)?"
    r"((?:file://(?=/)|[A-Za-z]:(?=[\\/]))?[^\s:\"'`()<>|*?,]{1,500}+):"
    + _NUMBER
    + r"(?=[:\s),.]|\Z)"
)
_PYTEST_MARK = pattern(r"E {1,8}(?=File )")

# Where CI systems and containers check a project out; what follows is inside the project.
_CHECKOUT = pattern(
    r"/(?:(?:home|Users)/runner/work|home/vsts/work|__w|a)/[^/]+/[^/]+/"  # GitHub, Azure
    r"|/builds/[^/]+/[^/]+/"  # GitLab
    r"|/github/workspace/|/home/circleci/project/|/root/project/|/srv/ci/project/"
    r"|/opt/atlassian/pipelines/agent/build/|/usr/src/app/|/(?:app|code|project|workspace)/"
    r"|/(?:[^/]+/){1,6}?workspace/[^/]+/"  # Jenkins
)
_DRIVE = pattern(r"[A-Za-z]:(?=/)")
_BUNDLER = pattern(r"webpack(?:-internal)?://[^/]*/")
_TEMPORARY = pattern(
    r"/(?:private/)?(?:var/)?tmp/|/(?:private/)?var/folders/|/dev/shm/|/[Uu]sers/[^/]+/AppData/"
    r"|/[Ww]indows/[Tt]emp/|/[Tt]e?mp/"
)
_FOREIGN = pattern(
    r"/(?:usr|lib|lib64|nix|snap|System|Library|_|rustc|proc|Windows|Program Files[^/]*)/"
    r"|(?:|.*/)(?:node_modules|site-packages|dist-packages|vendor|gems|hostedtoolcache|_deps"
    r"|\.(?:cargo|rustup|venv|tox|nox|yarn|pnpm|rbenv|rvm|pyenv|nvm)|venv|Python\.framework"
    r"|python[23]\.[0-9]+|pkg/mod|_testmain\.go)(?:/|\Z)"
)
_FOREIGN_CLASSES = (
    "java.", "javax.", "jdk.", "sun.", "com.sun.", "jakarta.", "kotlin.", "kotlinx.", "scala.",
    "groovy.", "org.codehaus.groovy.", "org.apache.groovy.", "org.junit.", "junit.",
    "org.opentest4j.", "org.apiguardian.", "org.testng.", "org.assertj.", "org.hamcrest.",
    "org.mockito.", "org.easymock.", "org.spockframework.", "org.scalatest.", "io.kotest.",
    "io.mockk.", "com.google.common.", "org.apache.maven.", "org.gradle.", "worker.org.gradle.",
    "com.intellij.", "org.springframework.",
)  # fmt: skip


class Frame(NamedTuple):
    """A place in the source of the project."""

    file: str
    line: int


class Spot(NamedTuple):
    """A frame, and where the line that states it begins and ends in its text."""

    frame: Frame
    start: int
    end: int


def project_frames(detail: str) -> Iterator[Frame]:
    """Yield the frames of the project in *detail*, in the order of the text."""
    return (spot.frame for spot in spots(detail))


def spots(detail: str) -> Iterator[Spot]:
    """Yield the frames of the project with where they stand, in the order of the text."""
    end = -1
    tried = 0
    for hint in _HINT.finditer(detail):
        if hint.start() < end:
            continue
        start = detail.rfind("\n", max(end, 0), hint.start()) + 1 or max(end, 0)
        end = detail.find("\n", hint.start())
        end = len(detail) if end < 0 else end
        tried += 1
        if tried > MAX_LINES:
            return
        if frame := _frame(detail[start : min(end, start + MAX_LINE)].strip()):
            yield Spot(frame, start, end)


def last_spot(detail: str) -> Spot | None:
    """Return the frame of the project that *detail* states last, looking from its end."""
    end = len(detail)
    for _ in range(MAX_LINES):
        start = detail.rfind("\n", 0, end) + 1
        line = detail[start : min(end, start + MAX_LINE)]
        if _HINT.search(line) and (frame := _frame(line.strip())):
            return Spot(frame, start, end)
        if not start:
            return None
        end = start - 1
    return None


def _frame(line: str) -> Frame | None:
    """Return the frame that *line* is, where it is one of the project."""
    if found := _CALL.match(line):
        called, inside, sharp, number = found.groups()
        if sharp:
            return _in_project(sharp, number)
        place = _INSIDE.fullmatch(inside)
        if not place:
            return None
        path, number = place.groups()
        return _on_jvm(called, path, number) if _suffix(path) in _JVM else _in_project(path, number)
    line = _PYTEST_MARK.sub("", line, count=1)
    for form in (_QUOTED, _PLAIN, _BRACKETED, _WORDED):
        if found := form.match(line):
            return _in_project(*found.groups())
    return None


def _on_jvm(called: str, file: str, number: str) -> Frame | None:
    """Return the frame of a method; its folder is the package, as the compiler has it."""
    # A class loader and a module may stand in front: `app//`, `java.base/`.
    method = called.strip().rpartition("/")[2]
    if method.startswith(_FOREIGN_CLASSES) or not int(number):
        return None
    parts = method.split(".")
    package = list(takewhile(lambda part: part[:1].islower(), parts))
    if len(package) == len(parts):
        package = parts[:-2]
    return Frame("/".join((*package, file)), int(number))


def _in_project(path: str, number: str) -> Frame | None:
    short = _project_path(path)
    return Frame(short, int(number)) if short and int(number) else None


@lru_cache(maxsize=1024)
def _project_path(path: str) -> str | None:
    """Return *path* as the project has it, unless it is somebody else's or no source."""
    suffix = _suffix(path)
    if suffix not in SUFFIXES:
        return None
    path = _BUNDLER.sub("", path.removeprefix("file://"), count=1)
    if "://" in path or (suffix in _SCRIPT and path.startswith(("node:", "internal/"))):
        return None
    short = shortened(path)
    return None if _FOREIGN.match(short) or _TEMPORARY.match(short) else short


def _suffix(path: str) -> str:
    stem, _, suffix = path.rpartition(".")
    return suffix.lower() if stem and not stem.endswith(("/", "\\")) else ""


def shortened(path: str) -> str:
    """Return *path* with forward slashes and from the project's folder on, where that is known."""
    if "/" not in path or _DRIVE.match(path.replace("\\", "/")):
        path = path.replace("\\", "/")
    drive = bool(_DRIVE.match(path.removeprefix("/")))
    path = _DRIVE.sub("", path.removeprefix("/") if drive else path, count=1)
    path = normpath(path)
    while path.startswith("../"):
        path = path[3:]
    if _TEMPORARY.match(path):
        return path
    short = _CHECKOUT.sub("", path, count=1) if path.startswith("/") else path
    return short.removeprefix("/") if drive and not _FOREIGN.match(short) else short
