"""Help in panels: options that belong together stand together, without any markup or colour."""

from typing import Any

from typer.core import TyperCommand


class PanelledCommand(TyperCommand):
    """A command whose help shows the options of each ``rich_help_panel`` under its name."""

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
