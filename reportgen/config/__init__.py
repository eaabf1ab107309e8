"""The configuration: ``reportgen.toml`` or ``[tool.reportgen]``, all of it optional."""

from reportgen.config.categories import INFRASTRUCTURE, Category
from reportgen.config.limits import Limits
from reportgen.config.loading import DEFAULT_NAME, load
from reportgen.config.settings import Covering, FlakyRules, KnownIssue, Settings, Tests

__all__ = [
    "DEFAULT_NAME", "INFRASTRUCTURE", "Category", "Covering", "FlakyRules", "KnownIssue",
    "Limits", "Settings", "Tests", "load",
]  # fmt: skip
