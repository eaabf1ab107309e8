"""
Where a report may be posted: what fits there, how its length is counted, what can be shown there.

Data and nothing else: a new tracker is a new row.

Each row says how its numbers are known. *verified*: read in the vendor's own documentation or
source; *reported*: by somebody who ran into it, in an issue or pull request that the row names;
*unverified*: memory or inference. None was tried on a live tracker. All read in 2026.
"""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

Unit: TypeAlias = Literal["bytes", "codepoints", "utf16", "lines"]
DialectName: TypeAlias = Literal[
    "markdown", "adf", "jira-wiki", "slack", "slack-blocks", "teams", "discord", "annotations"
]
_JSON: Final = frozenset({"adf", "slack-blocks", "teams", "discord"})
Known: TypeAlias = Literal["verified", "reported", "unverified"]
Style: TypeAlias = Literal["brief", "default", "full"]
Fold: TypeAlias = Literal["details", "plus"]
"""``<details>``, or Linear's ``+++ title``."""


def _bytes(text: str) -> int:
    return len(text.encode("utf-8"))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _lines(text: str) -> int:
    return text.count("\n")


_MEASURES: Final[MappingProxyType[Unit, Callable[[str], int]]] = MappingProxyType(
    {"bytes": _bytes, "codepoints": len, "utf16": _utf16, "lines": _lines}
)


class Target(NamedTuple):
    """
    A place that takes a report.

    *limit* is where the tracker itself stops (None: no limit is known), *budget* what a report
    aims for; both are counted in *unit*.
    *html* says that ``<code>``, ``<pre>`` and entities work, *fold* how sections fold,
    *tables* that tables work, *hides* that an HTML comment is not shown.
    *style* is the form of the report that fits the place.
    *known* and *source* say where the numbers come from, *note* what else is to be known.
    """

    name: str
    title: str
    limit: int | None
    unit: Unit
    budget: int
    known: Known
    source: str
    note: str
    dialect: DialectName = "markdown"
    html: bool = False
    fold: Fold | None = None
    tables: bool = False
    hides: bool = False
    style: Style = "default"

    @property
    def suffix(self) -> str:
        """What a file for this place is called at its end: ``.md``, else ``.jira.json``."""
        if self.dialect == "markdown":
            return ".md"
        return f".{self.name}.{'json' if self.dialect in _JSON else 'txt'}"

    @property
    def details(self) -> bool:
        """Whether sections fold as templates write it."""
        return self.fold == "details"

    def measure(self, text: str) -> int:
        """Return the length of *text* as this target counts it."""
        return _MEASURES[self.unit](text)


DEFAULT: Final = "github-comment"

_TARGETS: Final = (
    Target(
        "github-comment", "GitHub comment", 65_536, "codepoints", 65_000,
        "reported", "dead-claudia/github-limits#13",
        "The API's own message says 65,536 characters; 262,144 bytes were measured in 2026.",
        html=True, fold="details", tables=True, hides=True,
    ),
    Target(
        "github-issue", "GitHub issue body", 65_536, "codepoints", 65_000,
        "reported", "dead-claudia/github-limits#13",
        "The API's own message says 65,536 characters; 262,144 bytes were measured in 2026.",
        html=True, fold="details", tables=True, hides=True,
    ),
    Target(
        "github-pr", "GitHub pull request description", 65_536, "codepoints", 65_000,
        "reported", "dead-claudia/github-limits#13, dependabot/dependabot-core#7487",
        "Code points, whatever their size in bytes.",
        html=True, fold="details", tables=True, hides=True,
    ),
    Target(
        "github-check", "GitHub check run, summary or text", 65_535, "bytes", 65_000,
        "reported", "github/docs#35252, dorny/test-reporter#57",
        "Documented as characters, enforced as bytes.",
        html=True, fold="details", tables=True, hides=True,
    ),
    Target(
        "github-step-summary", "GitHub Actions job summary", 1_048_576, "bytes", 1_024_000,
        "reported", "logs of the runner",
        "1,024 KiB for each step; a longer summary is not shown at all.",
        html=True, fold="details", tables=True, hides=True,
    ),
    Target(
        "github-annotations", "GitHub Actions workflow commands", 20, "lines", 10,
        "verified", "GitHub REST documentation, check runs",
        "Ten errors and ten warnings for each step are shown; the budget is one sum and nine more.",
        dialect="annotations",
    ),
    Target(
        "gitlab", "GitLab note or description", 1_000_000, "codepoints", 200_000,
        "verified", "gitlab-foss, MAX_TEXT_SIZE_LIMIT",
        "The budget keeps the page readable.",
        html=True, fold="details", tables=True, hides=True,
    ),
    Target(
        "gitea", "Gitea issue or comment", 65_535, "bytes", 60_000,
        "reported", "go-gitea/gitea#16656, #7905",
        "No limit is documented; instances on an old MySQL schema hold 64 KiB.",
        html=True, fold="details", tables=True, hides=True,
    ),
    Target(
        "forgejo", "Forgejo issue or comment", 65_535, "bytes", 60_000,
        "reported", "go-gitea/gitea#16656, #7905",
        "No limit is documented; instances on an old MySQL schema hold 64 KiB.",
        html=True, fold="details", tables=True, hides=True,
    ),
    Target(
        "bitbucket-cloud", "Bitbucket Cloud pull request comment", 32_768, "utf16", 31_000,
        "unverified", "jfrog/froggit-go#133, ovh/cds#5601",
        "The number may be Data Center's; no HTML, no folding, and comments are shown.",
        tables=True,
    ),
    Target(
        "bitbucket-cloud-pr", "Bitbucket Cloud pull request description", None, "utf16", 100_000,
        "reported", "dependabot/dependabot-core#7678, renovatebot/renovate#40345",
        "1,310,720 characters were accepted; the page gets slow long before.",
        tables=True,
    ),
    Target(
        "bitbucket-dc", "Bitbucket Data Center comment or description", 32_768, "utf16", 31_000,
        "reported", "cx-flow#374, scala-steward#3543",
        "HTTP 400 beyond it; no HTML.",
        tables=True,
    ),
    Target(
        "azure-pr-comment", "Azure DevOps pull request comment", 150_000, "utf16", 140_000,
        "reported", "runatlantis/atlantis#1585, infracost/infracost#3496",
        "Characters; counted as UTF-16 to be safe. Whether comments are hidden is not known.",
        html=True, fold="details", tables=True,
    ),
    Target(
        "azure-pr", "Azure DevOps pull request description", 4_000, "utf16", 3_500,
        "reported", "scala-steward#3543, microsoft/azure-devops-mcp#673",
        "Characters; counted as UTF-16 to be safe. Whether comments are hidden is not known.",
        html=True, fold="details", tables=True,
    ),
    Target(
        "jira", "Jira Cloud comment or description", 32_767, "utf16", 30_000,
        "unverified", "jenkinsci/jira-plugin#667, release-engineering/Sync2Jira#123",
        "Atlassian Document Format. The number is of Data Center; how it counts the JSON is "
        "not known, so all of it is counted.",
        dialect="adf", fold="details", tables=True,
    ),
    Target(
        "jira-dc", "Jira Data Center comment or description", 32_767, "utf16", 30_000,
        "reported", "jenkinsci/jira-plugin#667, release-engineering/Sync2Jira#454",
        "Wiki markup; an administrator may have set another limit.",
        dialect="jira-wiki", tables=True,
    ),
    Target(
        "linear", "Linear comment or description", None, "codepoints", 50_000,
        "unverified", "vercel/streamdown#152 for the folding",
        "No limit was found.",
        fold="plus", tables=True,
    ),
    Target(
        "youtrack", "YouTrack comment or description", None, "codepoints", 50_000,
        "unverified", "YouTrack documentation, Markdown",
        "No limit was found.",
        tables=True,
    ),
    Target(
        "redmine", "Redmine note", 65_535, "bytes", 60_000,
        "unverified", "Redmine documentation, Markdown formatting",
        "No limit was found; a text column of an old MySQL schema holds 64 KiB. HTML is off.",
        tables=True,
    ),
    Target(
        "codecommit", "AWS CodeCommit pull request comment", 10_240, "utf16", 10_000,
        "reported", "qodo-ai/pr-agent#3158",
        "Characters; counted as UTF-16 to be safe.",
    ),
    Target(
        "gerrit", "Gerrit review message", 16_384, "codepoints", 16_000,
        "unverified", "renovatebot/renovate, a value marked as a guess",
        "Gerrit's own limit can be configured.",
    ),
    Target(
        "slack", "Slack message, mrkdwn", 40_000, "codepoints", 3_500,
        "verified", "Slack changelog 2018-04",
        "Longer text is cut at 40,000 and split at about 4,000 characters.",
        dialect="slack", style="brief",
    ),
    Target(
        "slack-blocks", "Slack message, Block Kit JSON", None, "codepoints", 3_500,
        "unverified", "Slack documentation, Block Kit",
        "150 characters in a header, 3,000 in a section, 50 blocks.",
        dialect="slack-blocks", style="brief",
    ),
    Target(
        "teams", "Microsoft Teams adaptive card", 28_672, "bytes", 20_000,
        "reported", "MicrosoftDocs/msteams-docs#11274",
        "Counted after Teams wraps it once more; 24,453 bytes failed.",
        dialect="teams", style="brief",
    ),
    Target(
        "discord", "Discord message, webhook JSON", 2_000, "utf16", 1_900,
        "verified", "discord.js and sapphire, message limits",
        "Characters of the content; the JSON around it does not count.",
        dialect="discord", style="brief",
    ),
    Target(
        "commonmark", "Any CommonMark renderer", None, "codepoints", 200_000,
        "verified", "CommonMark 0.31",
        "What every renderer does: no tables, and no HTML, which many switch off.",
    ),
)  # fmt: skip

TARGETS: Final[MappingProxyType[str, Target]] = MappingProxyType(
    {target.name: target for target in _TARGETS}
)
"""Every target by name, the default first."""
