"""What is to be taken out of artifacts: the only place that reads the environment for secrets."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from reportgen.cli.console import warn
from reportgen.config import Settings
from reportgen.errors import UsageError
from reportgen.redaction import Redactor, known_in
from reportgen.wording import phrase


class Redacting(NamedTuple):
    """What the command line says: *off* is ``--no-redact``, *file* lists secrets, one a line."""

    off: bool = False
    file: Path | None = None


DEFAULT: Final = Redacting()


def redactor_of(
    stated: Redacting, settings: Settings, environ: Mapping[str, str]
) -> Redactor | None:
    """
    Return what takes secrets out, or None where it is switched off, which is said on stderr.

    Raises:
        UsageError: the file of secrets cannot be read.

    """
    listed: tuple[str, ...] = ()
    if stated.file is not None:
        try:
            listed = tuple(stated.file.read_text("utf-8").splitlines())
        except (OSError, UnicodeError) as error:
            raise UsageError(
                phrase('--redact-file "{file}" cannot be read', file=stated.file),
                phrase("name a text file in UTF-8 with one secret on each line"),
            ) from error
    rules = settings.redact
    if stated.off or not rules.enabled:
        warn(
            phrase(
                "secrets are not redacted: what the artifacts hold is shown and recorded as it is"
            )
        )
        return None
    return Redactor(known_in(environ, listed), rules.patterns, rules.allow)
