"""Servers on loopback: one that speaks S3, and one that speaks git over http with a password."""

import random
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias
from urllib.request import Request, urlopen

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

Application: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Any]
REGION = "us-east-1"
LONGEST_S = 0.02


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the name above
        """Say nothing on standard error."""


@contextmanager
def s3(wrap: Callable[[Application], Application] = lambda app: app) -> Iterator[str]:
    """Run a server that speaks S3, with the empty bucket `runs`; yield its address."""
    app = wrap(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    address = f"http://127.0.0.1:{server.server_port}"
    with _serving(server):
        make_bucket(address, "runs")
        yield address


def make_bucket(address: str, name: str) -> None:
    """Make the bucket *name*; a server that has moods is asked until it does."""
    while True:
        asked = Request(f"{address}/{name}", method="PUT", headers=_SIGNED)  # noqa: S310 - our own server
        try:
            with urlopen(asked):  # noqa: S310 - our own server
                return
        except OSError as error:
            if getattr(error, "code", 0) == 409:
                return


_SIGNED = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=tester/20250915/us-east-1/s3/aws4_request, "
    "SignedHeaders=host, Signature=0"
}


def s3_environment(address: str) -> dict[str, str]:
    """Return the variables by which clients find the server at *address*."""
    return {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "tester",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def moody(app: Application) -> Application:
    """Return *app* as networks are: slow, failing before it did what it was asked, or after."""
    chance = random.Random(1)  # noqa: S311 - no secret

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:  # noqa: ANN401 - WSGI
        time.sleep(chance.uniform(0, LONGEST_S))
        mood = chance.random()
        if mood < 0.05:
            return _unavailable(start)
        answered = app(environ, start if mood > 0.1 else lambda *_, **__: lambda _: None)
        return answered if mood > 0.1 else _unavailable(start)

    return answer


def _unavailable(start: Callable[..., Any]) -> list[bytes]:
    body = b"<Error><Code>ServiceUnavailable</Code><Message>in no mood</Message></Error>"
    start("503 Service Unavailable", [("Content-Length", str(len(body)))])
    return [body]


@contextmanager
def git_over_http(root: Path, login: str) -> Iterator[str]:
    """Serve the bare repositories below *root* to those who know *login*; yield ``host:port``."""
    allowed = f"Basic {b64encode(login.encode()).decode()}"

    class Handler(BaseHTTPRequestHandler):
        """Hands each request to ``git http-backend``."""

        def do_GET(self) -> None:
            """Answer a request."""
            if self.headers["Authorization"] != allowed:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="test"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            path, _, query = self.path.partition("?")
            done = subprocess.run(
                ["git", "http-backend"],
                input=self._body(),
                env={
                    "PATH": "/usr/local/bin:/usr/bin:/bin",
                    "GIT_PROJECT_ROOT": str(root),
                    "GIT_HTTP_EXPORT_ALL": "1",
                    "REMOTE_USER": "tester",
                    "REQUEST_METHOD": self.command,
                    "PATH_INFO": path,
                    "QUERY_STRING": query,
                    "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                    "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                    "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                },
                capture_output=True,
                check=True,
            )
            head, _, body = done.stdout.partition(b"\r\n\r\n")
            fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
            self.send_response(int(fields.pop("Status", "200").split()[0]))
            for name, value in {**fields, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name that the base class asks for

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", "0")))
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            return body

        def log_message(self, *_: object) -> None:
            """Say nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with _serving(server):
        yield f"127.0.0.1:{server.server_port}"


@contextmanager
def _serving(server: Any) -> Iterator[None]:  # noqa: ANN401 - two kinds of server
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
