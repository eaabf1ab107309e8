"""What plugins say of a judged run: findings of their own, with what shows them."""

from typing import Annotated

from pydantic import Field

from reportgen.model.base import Model, Text
from reportgen.model.run import Severity

_Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,49}$")]


class Cited(Model):
    """Where a finding of a plugin comes from: the path of an artifact of the run, and a place."""

    artifact: str
    place: Text = ""


class PluginFinding(Model):
    """
    Something that a plugin found in a report.

    *id* is kebab-case; the report puts the plugin's name before it.
    *subject* is what it is about, *reason* one sentence; both are shown as quotations.
    *cited* names at least one artifact of the run: no claim without one.
    *doubts* says that the change cannot count as validated while this holds; nothing that a plugin
    says makes a verdict better.
    """

    id: _Id
    severity: Severity
    subject: Text
    reason: Annotated[Text, Field(min_length=1)]
    cited: Annotated[tuple[Cited, ...], Field(min_length=1)]
    numbers: dict[str, int | float | None] = Field(default_factory=dict)
    advice: Text | None = None
    doubts: bool = False


class Remarks(Model):
    """
    What became of one plugin: its *findings*, or why there are none.

    *origin* is the package that it came with and its version, *failure* what it failed by.
    """

    plugin: str
    origin: str
    findings: tuple[PluginFinding, ...] = ()
    failure: Text | None = None
