"""
Help in panels: options that belong together stand together, without any markup or colour.

A value that an option does not take is told with the one that was meant.
"""

import re
from difflib import get_close_matches
from typing import Any, Final

import typer
from typer.core import TyperCommand

_NO_CHOICE: Final = re.compile(r"(?:Value error, )?('(.*)' is not one of (.+))\.", re.DOTALL)


class PanelledCommand(TyperCommand):
    """A command whose help shows the options of each ``rich_help_panel`` under its name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - as below
        """Parse *args*; of a value that is none of a list, name a close one."""
        try:
            return list(super().parse_args(ctx, args))
        except typer.BadParameter as error:
            error.message = with_close(error.message)
            raise

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the types of Click, which Typer keeps to itself
        """Write the arguments, then the options, then those of each panel in its order."""
        panels: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            kind = "Arguments" if param.param_type_name == "argument" else "Options"
            panel = getattr(param, "rich_help_panel", None) or kind
            if record is not None:
                panels.setdefault(panel, []).append(record)
        for title, records in panels.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def with_close(message: str) -> str:
    """Return *message*, with a close value where it says that one is not in a list."""
    found = _NO_CHOICE.fullmatch(message)
    if found is None:
        return message
    close = get_close_matches(found[2][:100], re.findall("'([^']*)'", found[3]), n=1)
    return f"{found[1]}." + (f" Did you mean '{close[0]}'?" if close else "")
