"""
Reports for other tools, one renderer per format, each loaded only when it is used.

What is printed may pass through the log of a runner, which takes some texts for commands.
JSON and XML can write the same character otherwise; whoever reads the format reads the same.
The renderers of formats that cannot, leave no command.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias, assert_never

from reportgen.cli.console import warn
from reportgen.cli.options import Format
from reportgen.model.logs import inert_json
from reportgen.model.report import Report

_COMMAND: Final = re.compile(r"#(?=#\w*\[)")
_COMMAND_LINE: Final = re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE)

ForTools: TypeAlias = Literal[
    Format.JSON, Format.JUNIT, Format.CTRF, Format.CSV, Format.OPENMETRICS, Format.SARIF,
    Format.CODE_QUALITY, Format.SONARQUBE, Format.FLAKINESS,
]  # fmt: skip


def for_tools(report: Report, form: ForTools) -> str:
    """Return *report* in the format *form*, without a command of a runner."""
    match form:
        case Format.JSON:
            from reportgen.render import json

            made = inert_json(json.render(report))
        case Format.JUNIT:
            from reportgen.render import junit

            made = _xml(junit.render(report))
        case Format.CTRF:
            from reportgen.render import ctrf

            made = inert_json(ctrf.render(report))
        case Format.CSV:
            from reportgen.render import csv

            made = csv.render(report)
        case Format.OPENMETRICS:
            from reportgen.render import openmetrics

            made = openmetrics.render(report)
        case Format.SARIF:
            from reportgen.render import sarif

            made = inert_json(sarif.render(report))
        case Format.CODE_QUALITY:
            from reportgen.render import code_quality

            _warn(form, code_quality.left_out(report))
            made = inert_json(code_quality.render(report))
        case Format.SONARQUBE:
            from reportgen.render import sonarqube

            _warn(form, sonarqube.left_out(report))
            made = _xml(sonarqube.render(report))
        case Format.FLAKINESS:
            from reportgen.render import flakiness

            made = inert_json(flakiness.render(report))
        case _:
            assert_never(form)
    return made


def json_pieces(report: Report) -> Iterator[str]:
    """Yield piece by piece what `for_tools` returns as JSON."""
    from reportgen.render import json

    # Each piece ends where a row does: no command begins in one and ends in the next.
    return map(inert_json, json.pieces(report))


def _warn(form: Format, left_out: Iterable[str]) -> None:
    for said in left_out:
        warn(f"{form.value}: {said}")


def _xml(text: str) -> str:
    return _COMMAND_LINE.sub(r"\1&#58;", _COMMAND.sub("&#35;", text))
