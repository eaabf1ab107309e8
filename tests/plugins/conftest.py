"""What the tests of plugins share."""

from tests.plugins.packages import packages

__all__ = ["packages"]
