"""The environment of the run: facts that the CI system states about itself."""

from reportgen.readers.environment.ci.facts import CiFacts, read_environment

__all__ = ["CiFacts", "read_environment"]
