"""A file server for one's own eyes: loopback only, read only. Publishing needs none."""

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Final
from urllib.parse import parse_qs, urlsplit

from reportgen.cli import reloading
from reportgen.cli.console import say
from reportgen.cli.following import Follower
from reportgen.errors import UsageError
from reportgen.wording import phrase

LOOPBACK: Final = "127.0.0.1"


class _Handler(SimpleHTTPRequestHandler):
    """Hands out files as they are, and pages with a script that reloads them."""

    def do_GET(self) -> None:
        """Answer with a file, or with what the script of a page asks for."""
        asked = urlsplit(self.path)
        if asked.path == reloading.SCRIPT_URL:
            self._answer(reloading.script(), "text/javascript")
        elif asked.path == reloading.VERSION_URL:
            of = parse_qs(asked.query).get("of", ["/"])[0]
            self._answer(self._version(self._file(of)).encode(), "text/plain")
        else:
            self._page(self._file(asked.path))

    def _page(self, path: Path) -> None:
        # The version comes first: a page that changes in between is reloaded once too often.
        version = self._version(path)
        try:
            html = path.read_bytes() if path.suffix == ".html" else None
        except OSError:
            html = None
        if html is None:
            super().do_GET()
        else:
            self._answer(reloading.reloading(html, version), "text/html")

    def _file(self, url: str) -> Path:
        """Return the file that *url* means; that of a folder is its front page."""
        path = Path(self.translate_path(url))
        return path / "index.html" if url.endswith("/") else path

    def _version(self, path: Path) -> str:
        return reloading.version_of(path, Path(self.directory))

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

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
            phrase('there is no folder "{folder}"', folder=folder),
            phrase("build it first: reportgen build artifacts"),
        )
    try:
        return ThreadingHTTPServer((LOOPBACK, port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise UsageError(
            phrase(
                "port {port} cannot be used: {reason}",
                port=port,
                reason=(error.strerror or str(error)).lower(),
            ),
            phrase("name another with --port, or 0 for any free one"),
        ) from error


def serve_folder(folder: Path, port: int, follower: Follower | None = None) -> None:
    """
    Serve *folder* until interrupted; a *follower* builds it first, and whenever that is needed.

    Raises:
        ReportgenError: it cannot be served, or not be built.

    """
    if follower is not None:
        follower.look()
    with make_server(folder, port) as server:
        say(
            phrase(
                "serving {folder} at http://{host}:{port}/ · stop with Ctrl+C",
                folder=folder,
                host=LOOPBACK,
                port=server.server_port,
            )
        )
        stop = Event()
        following = Thread(target=follower.follow, args=(stop,)) if follower else None
        if following:
            following.start()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("stopped")
        finally:
            stop.set()
            if following:
                following.join()
