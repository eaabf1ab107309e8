"""The options that several commands share, spelled once."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from reportgen.cli import completing
from reportgen.cli.stages import begin
from reportgen.wording import phrase

DEFAULT_HISTORY = "reportgen-history"


class StyleName(StrEnum):
    """How much a report says."""

    BRIEF = "brief"
    DEFAULT = "default"
    FULL = "full"


Paths = Annotated[
    list[str],
    typer.Argument(help="Files, folders, globs, or - for standard input.", metavar="PATHS"),
]
Base = Annotated[
    str | None,
    typer.Option(
        metavar="RUN|FILE|FOLDER|COMMIT|BRANCH",
        help="What to compare with: a run.json, a folder of artifacts, or a recorded run "
        "by its id, its commit or its branch. "
        "Default: the newest comparable run of the history.",
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Configuration. Default: reportgen.toml, else [tool.reportgen] in pyproject.toml.",
    ),
]
At = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        help="The moment of the run, ISO 8601. "
        "Default: the newest time in the artifacts, then now.",
    ),
]
HistoryFolder = Annotated[
    str,
    typer.Option(
        "--history",
        metavar="FOLDER|URL",
        help="Where runs are recorded: a folder, a URL as in s3://bucket/folder, "
        "or git+https://host/repo.git#branch.",
    ),
]
Profile = Annotated[
    bool,
    typer.Option(
        "--profile",
        callback=begin,
        is_eager=True,
        help="Tell on stderr where the time goes: stages, seconds, megabytes.",
    ),
]
"""Its callback does all there is to do, so commands have no use for its value."""
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit 4 where an artifact could not be read in full.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")]
NoRedact = Annotated[
    bool,
    typer.Option(
        "--no-redact", help="Show and record secrets that the artifacts hold as they are."
    ),
]
RedactFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Secrets to take out wherever they stand, one a line, besides those of the "
        "environment.",
    ),
]
Target = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        autocompletion=completing.targets,
        help="The tracker that the Markdown is for.",
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="Keep the text under N of the target's units."),
]

Style = Annotated[
    StyleName | None,
    typer.Option(
        "--style",
        help="How much is said: three lines, the usual, or a whole status update. "
        "Default: what fits the target; see reportgen targets.",
    ),
]
Note = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Words of your own, in Markdown, to put behind the verdict."),
]
Template = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Write the Markdown by this Jinja template; see reportgen schema --context.",
    ),
]
Partials = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="Templates that take the place of ours of the same names; see docs/partials.md.",
    ),
]
SiteUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Where the site that build makes can be read, to link to. "
        "Default on GitLab: its pages.",
    ),
]
CodeUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Where a line of code can be read, with {path} and {line} in it. "
        "Default: what the CI system says.",
    ),
]

THE_RUN: Final = "The run"
"""The panel of the options that say what the artifacts are of; each beats the CI system's word."""
Commit = Annotated[
    str | None,
    typer.Option(
        metavar="SHA",
        rich_help_panel=THE_RUN,
        help="The commit that was tested. Default for all of these: what the CI system says.",
    ),
]
Branch = Annotated[
    str | None,
    typer.Option(metavar="NAME", rich_help_panel=THE_RUN, help="Its branch."),
]
PullRequest = Annotated[
    str | None,
    typer.Option(metavar="NUMBER", rich_help_panel=THE_RUN, help="The pull or merge request."),
]
Url = Annotated[
    str | None,
    typer.Option(metavar="URL", rich_help_panel=THE_RUN, help="The address of the run in CI."),
]
Attempt = Annotated[
    str | None,
    typer.Option(metavar="N", rich_help_panel=THE_RUN, help="Which attempt it is, counted from 1."),
]
Shard = Annotated[
    str | None,
    typer.Option(
        metavar="N/M", rich_help_panel=THE_RUN, help="Which of M parts it is, counted from 1."
    ),
]
Job = Annotated[
    str | None,
    typer.Option(metavar="NAME", rich_help_panel=THE_RUN, help="The name of the CI job."),
]
Variant = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY=VALUE",
        rich_help_panel=THE_RUN,
        help="What tells it from other runs of the same commit, as in os=linux. Repeatable.",
    ),
]


class Format(StrEnum):
    """What ``report`` can print."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    TEXT = "text"
    JUNIT = "junit"
    CTRF = "ctrf"
    CSV = "csv"
    OPENMETRICS = "openmetrics"
    SARIF = "sarif"
    CODE_QUALITY = "code-quality"
    SONARQUBE = "sonarqube"
    FLAKINESS = "flakiness"


def moment(text: str | None) -> datetime | None:
    """
    Return the moment that ``--at`` names, in UTC.

    Raises:
        UsageError: it is not ISO 8601.

    """
    from reportgen.errors import UsageError
    from reportgen.readers.numbers import moment as read

    if text is None:
        return None
    found = read(text)
    if found is None:
        raise UsageError(
            phrase('--at "{text}" is not a moment', text=text),
            phrase("write ISO 8601, for example 2025-09-15T13:35:00Z"),
        )
    return found
