"""Redaction: secrets are taken out of what was read, before anything is stored or shown."""

from reportgen.redaction.guarding import refusal
from reportgen.redaction.known import known_in
from reportgen.redaction.redactor import Redactor
from reportgen.redaction.walking import redacted
from reportgen.redaction.wording import said

__all__ = ["Redactor", "known_in", "redacted", "refusal", "said"]
