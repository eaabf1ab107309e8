"""A file server for one's own eyes: loopback only, read only. Publishing needs none."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from reportgen.cli.console import say
from reportgen.errors import UsageError

LOOPBACK = "127.0.0.1"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: a request line is text from outside."""


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """
    Return a server of *folder*, bound and not yet running.

    Raises:
        UsageError: there is no such folder, or the port is taken.

    """
    if not folder.is_dir():
        raise UsageError(
            f'there is no folder "{folder}"', "build it first: reportgen build artifacts"
        )
    try:
        return ThreadingHTTPServer((LOOPBACK, port), partial(_Quiet, directory=str(folder)))
    except OSError as error:
        raise UsageError(
            f"port {port} cannot be used: {(error.strerror or str(error)).lower()}",
            "name another with --port, or 0 for any free one",
        ) from error


def serve_folder(folder: Path, port: int) -> None:
    """Serve *folder* until interrupted."""
    with make_server(folder, port) as server:
        say(f"serving {folder} at http://{LOOPBACK}:{server.server_port}/ · stop with Ctrl+C")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("stopped")
