"""Coverage: how much of the code the tests ran, as a tool sums it up."""

from typing import Annotated, Literal

from pydantic import Field

from reportgen.model.base import Model, Text

Count = Annotated[int, Field(ge=0)]


class Coverage(Model):
    """
    The totals of one coverage report: what was covered, of how much.

    *name* tells several reports apart. None is what the report does not count.
    """

    name: Text
    lines_covered: Count | None = None
    lines_total: Count | None = None
    branches_covered: Count | None = None
    branches_total: Count | None = None
    artifact: str = ""
    place: str = ""


class CoverageTotal(Model):
    """A coverage report, and the same one of the baseline where it had one."""

    measured: Coverage
    base: Coverage | None = None

    @property
    def lines_change(self) -> float | None:
        """By how many percentage points lines rose or fell, or None."""
        return self._change("lines")

    @property
    def branches_change(self) -> float | None:
        """By how many percentage points branches rose or fell, or None."""
        return self._change("branches")

    def _change(self, what: Literal["lines", "branches"]) -> float | None:
        now, before = percentage(self.measured, what), percentage(self.base, what)
        return None if now is None or before is None else now - before


def percentage(coverage: Coverage | None, what: Literal["lines", "branches"]) -> float | None:
    """Return how much of the lines or the branches *coverage* says is covered, or None."""
    if coverage is None:
        return None
    covered, total = (
        (coverage.lines_covered, coverage.lines_total)
        if what == "lines"
        else (coverage.branches_covered, coverage.branches_total)
    )
    return 100 * covered / total if covered is not None and total else None
