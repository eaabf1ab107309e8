"""``reportgen site`` and ``reportgen serve``: the history as pages, and a look at them."""

from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli import options
from reportgen.wording import phrase


def site(
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the site goes.")] = Path(
        "public"
    ),
    history: options.HistoryFolder = options.DEFAULT_HISTORY,
    config: options.Config = None,
    quiet: options.Quiet = False,
) -> None:
    """
    Build the history site alone, from what is recorded.

    Example: reportgen site --history reportgen-history --out public
    """
    from reportgen.cli.console import say
    from reportgen.cli.publishing import publish
    from reportgen.cli.remembering import store_at
    from reportgen.cli.speaking import settings_of
    from reportgen.errors import NothingToReadError

    place = store_at(history).place
    if not place.exists():
        raise NothingToReadError(
            phrase('there is no history at "{address}"', address=place.address),
            phrase("record a run first with: reportgen build artifacts"),
        )
    pages = publish(history, out, settings_of(config, Path.cwd()), quiet=quiet)
    say(
        phrase("built {pages} pages; open {index}", pages=pages, index=out / "index.html"),
        quiet=quiet,
    )


def serve(
    folder: Annotated[Path, typer.Argument(help="The folder that was built.")] = Path("public"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8000,
    history: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER|URL",
            help="Build the site of this history first, and again whenever it has changed.",
        ),
    ] = None,
    config: options.Config = None,
) -> None:
    """
    Look at a built site in the browser, on this machine only.

    Open pages are loaded again when they have changed.

    Example: reportgen serve public --history reportgen-history
    """
    from reportgen.cli.serving import serve_folder

    follower = None
    if history is not None:
        from reportgen.cli.following import Follower

        follower = Follower(history, folder, config)
    serve_folder(folder, port, follower)
