"""
Where a report may be posted: what fits there, how its length is counted, what its Markdown can do.

Data and nothing else: a new tracker is a new row.
"""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

Unit: TypeAlias = Literal["bytes", "codepoints", "utf16"]


def _bytes(text: str) -> int:
    return len(text.encode("utf-8"))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


_MEASURES: Final[MappingProxyType[Unit, Callable[[str], int]]] = MappingProxyType(
    {"bytes": _bytes, "codepoints": len, "utf16": _utf16}
)


class Target(NamedTuple):
    """
    A place that takes Markdown.

    *limit* is where the tracker itself stops (None: no limit is known), *budget* what a report
    aims for; both are counted in *unit*.
    *html* says that ``<code>``, ``<pre>`` and entities work, *details* that sections fold,
    *tables* that GFM tables work. *note* says where the numbers come from.
    """

    name: str
    title: str
    limit: int | None
    unit: Unit
    budget: int
    html: bool
    details: bool
    tables: bool
    note: str

    def measure(self, text: str) -> int:
        """Return the length of *text* as this target counts it."""
        return _MEASURES[self.unit](text)


DEFAULT: Final = "github-comment"

_TARGETS: Final = (
    Target(
        "github-comment", "GitHub comment", 65_536, "codepoints", 65_000,
        html=True, details=True, tables=True,
        note="The API's own message says 65,536 characters; more was measured in 2026.",
    ),
    Target(
        "github-issue", "GitHub issue body", 65_536, "codepoints", 65_000,
        html=True, details=True, tables=True,
        note="The API's own message says 65,536 characters; more was measured in 2026.",
    ),
    Target(
        "github-pr", "GitHub pull request description", 65_536, "codepoints", 65_000,
        html=True, details=True, tables=True,
        note="Code points, as third parties measured.",
    ),
    Target(
        "github-step-summary", "GitHub Actions job summary", 1_048_576, "bytes", 1_024_000,
        html=True, details=True, tables=True,
        note="1 MiB for each step; a longer summary is not shown at all.",
    ),
    Target(
        "gitlab", "GitLab note or description", 1_000_000, "codepoints", 200_000,
        html=True, details=True, tables=True,
        note="The limit is in GitLab's source; the budget keeps the page readable.",
    ),
    Target(
        "gitea", "Gitea issue or comment", 65_535, "bytes", 60_000,
        html=True, details=True, tables=True,
        note="No limit is documented; instances on an old MySQL schema hold 64 KiB.",
    ),
    Target(
        "forgejo", "Forgejo issue or comment", 65_535, "bytes", 60_000,
        html=True, details=True, tables=True,
        note="No limit is documented; instances on an old MySQL schema hold 64 KiB.",
    ),
    Target(
        "azure-pr-comment", "Azure DevOps pull request comment", 150_000, "utf16", 140_000,
        html=True, details=True, tables=True,
        note="Characters, as third parties report; counted as UTF-16 to be safe.",
    ),
    Target(
        "bitbucket-cloud", "Bitbucket Cloud pull request comment", 32_768, "utf16", 31_000,
        html=False, details=False, tables=True,
        note="Quoted by third parties, perhaps of Data Center; no HTML and no folding.",
    ),
    Target(
        "commonmark", "Any CommonMark renderer", None, "codepoints", 200_000,
        html=False, details=False, tables=False,
        note="What every renderer does: no tables, and no HTML, which many switch off.",
    ),
)  # fmt: skip

TARGETS: Final[MappingProxyType[str, Target]] = MappingProxyType(
    {target.name: target for target in _TARGETS}
)
"""Every target by name, the default first."""
