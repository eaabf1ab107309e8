"""The test files that a listing names, held against the files that results name."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.model.report import Citations, Claim, ClaimState, Evidence, Finding
from reportgen.model.run import Inventory
from reportgen.model.tests import SUITE_SEPARATOR, Case
from reportgen.model.text import quote
from reportgen.model.units import listing, plural
from reportgen.wording import phrase


class ListedFiles(NamedTuple):
    """How listed test files and the results meet."""

    total: int
    matched: bool
    """Whether a result names one of them; else nothing can be compared, least of all numbers."""
    silent: tuple[str, ...]
    """Files of which there is no result, without the folder that all listed ones share."""
    ran: int
    """Files of which a case came to a result of its own."""
    evidence: tuple[Evidence, ...]

    def gap(self) -> Finding | None:
        """Return the listed files of which there is no result; one that is skipped has some."""
        if not self.matched or not self.silent:
            return None
        names = [quote(file) for file in self.silent]
        left = plural(len(names), "listed test file")
        return Finding(
            id="missing-test",
            severity="warning",
            subject=left,
            reason=phrase(
                "{reached}: there is no result of {names}",
                reached=self.reached(),
                names=listing(names, 5),
            ),
            numbers={"listed_files": self.total, "ran_files": self.ran, "missing": len(names)},
            evidence=self.evidence,
        )

    def reached(self) -> str:
        """Return in words of how many listed files something ran."""
        skipped = self.total - len(self.silent) - self.ran
        rest = phrase(", {skipped:,} skipped", skipped=skipped) if skipped else ""
        return phrase(
            "tests of {ran:,} of {files} ran{rest}",
            ran=self.ran,
            files=plural(self.total, "listed test file"),
            rest=rest,
        )

    def claim(self) -> Claim:
        """Return whether the listed files ran."""
        state: ClaimState = "holds" if self.ran == self.total else "fails"
        text = self.reached()
        if not self.matched:
            state = "unproven"
            text = phrase(
                "{files} listed; no result names one of them", files=plural(self.total, "test file")
            )
        return Claim(id="listed-files-ran", state=state, text=text, evidence=self.evidence)


def files_of(
    inventories: Sequence[Inventory], cases: Sequence[Case], cite: Citations
) -> ListedFiles | None:
    """Return how listed files meet the files, classes and suites that the results name."""
    listing_files = [each for each in inventories if each.files]
    if not listing_files:
        return None
    listed = dict.fromkeys(_path(file) for each in listing_files for file in each.files)
    named: dict[str, bool] = {}
    for case in cases:
        ran = case.outcome.name != "skipped"
        # Tools that state no file often call the suite or the class by it.
        for name in {case.file or "", case.class_name, *case.suite.split(SUITE_SEPARATOR)} - {""}:
            named[name] = named.get(name, False) or ran
    outcomes: dict[str, list[bool]] = {file: [] for file in listed}
    paths: dict[str, bool] = {}
    for name, ran in named.items():
        path = _path(name)
        paths[path] = paths.get(path, False) or ran
        for tail in _tails(path):
            if tail in outcomes:
                outcomes[tail].append(ran)
    for file, found in outcomes.items():
        found.extend(paths[tail] for tail in _tails(file) if tail in paths)
    folder = _common_folder(list(listed))
    return ListedFiles(
        total=len(listed),
        matched=any(outcomes.values()),
        silent=tuple(f.removeprefix(folder) for f, found in outcomes.items() if not found),
        ran=sum(map(any, outcomes.values())),
        evidence=tuple(cite.at(each.artifact, each.place) for each in listing_files),
    )


_LONGEST_PATH = 1000
_DEEPEST_PATH = 50


def _path(text: str) -> str:
    return text.replace("\\", "/").removeprefix("./")


def _tails(path: str) -> Iterator[str]:
    """Yield *path* and what is left of it without its first folders: one side may be absolute."""
    if len(path) > _LONGEST_PATH:
        return
    for _ in range(_DEEPEST_PATH):
        if path:
            yield path
        _, found, path = path.partition("/")
        if not found:
            return


def _common_folder(paths: Sequence[str]) -> str:
    """Return the folder, with its slash, in which all *paths* lie."""
    first, last = min(paths), max(paths)
    pairs = enumerate(zip(first, last, strict=False))
    same = next((n for n, (one, other) in pairs if one != other), 0)
    return first[: first.rfind("/", 0, same) + 1]
