"""Which renderer prints which format; each is loaded only when it is used."""

from difflib import get_close_matches
from typing import assert_never

from reportgen.cli.console import wants_colour
from reportgen.cli.options import Format
from reportgen.errors import UsageError
from reportgen.model.report import Report


def check_target(name: str) -> None:
    """
    Refuse a target that is not in the table, before anything is read.

    Raises:
        UsageError: it is not; the message names a close one.

    """
    from reportgen.render.markdown.targets import TARGETS

    if name not in TARGETS:
        close = get_close_matches(name, list(TARGETS), n=1)
        raise UsageError(
            f'there is no target "{name}"' + (f'; did you mean "{close[0]}"?' if close else ""),
            "known are: " + ", ".join(TARGETS),
        )


def rendered(
    report: Report, form: Format, target: str, limit: int | None, *, to_file: bool = False
) -> str:
    """Return *report* in the format *form*."""
    match form:
        case Format.MARKDOWN:
            from reportgen.render import markdown

            return markdown.render(report, target, limit)
        case Format.HTML:
            from reportgen.render import html

            return html.render(report)
        case Format.JSON:
            from reportgen.render import json

            return json.render(report)
        case Format.TEXT:
            from reportgen.render import text

            return text.render(report, colour=not to_file and wants_colour())
        case Format.JUNIT:
            from reportgen.render import junit

            return junit.render(report)
    assert_never(form)
