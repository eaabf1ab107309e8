"""The configuration: ``reportgen.toml`` or ``[tool.reportgen]``, all of it optional."""

from reportgen.config.categories import INFRASTRUCTURE, Category
from reportgen.config.loading import DEFAULT_NAME, load
from reportgen.config.settings import KnownIssue, Settings, Tests

__all__ = ["DEFAULT_NAME", "INFRASTRUCTURE", "Category", "KnownIssue", "Settings", "Tests", "load"]
