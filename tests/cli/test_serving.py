"""The local server: files as they are, pages that reload themselves, a history that is followed."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

import pytest

from reportgen import website
from reportgen.cli import following, reloading
from reportgen.cli.following import Follower
from reportgen.cli.serving import LOOPBACK, make_server
from reportgen.errors import ReportgenError, UsageError
from reportgen.history import Folder, Store
from tests.conftest import RunCli
from tests.website.test_build import contents, make_runs
from tests.website.test_increments import run


class Answer(NamedTuple):
    """What the server said."""

    status: int
    kind: str | None
    body: bytes


class Client:
    """Asks the server at *port*."""

    def __init__(self, port: int) -> None:
        self._port = port

    def get(self, url: str, method: str = "GET") -> Answer:
        """Return what is at *url*."""
        connection = HTTPConnection(LOOPBACK, self._port)
        try:
            connection.request(method, url)
            answer: HTTPResponse = connection.getresponse()
            return Answer(answer.status, answer.headers.get_content_type(), answer.read())
        finally:
            connection.close()

    def version(self, url: str) -> str:
        """Return the version of the page at *url*, as its script asks for it."""
        return self.get(f"{reloading.VERSION_URL}?of={url}").body.decode()


@contextmanager
def serving(folder: Path) -> Iterator[Client]:
    """Serve *folder* meanwhile."""
    with make_server(folder, 0) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Client(server.server_port)
        finally:
            server.shutdown()
            thread.join()


def test_pages_get_a_script_and_files_stay_as_they_are(tmp_path: Path) -> None:
    """The script is in no built file; everything but pages is handed out byte by byte."""
    website.build(make_runs(2), tmp_path)
    built = contents(tmp_path)
    with serving(tmp_path) as client:
        page = client.get("/runs/run-001/index.html")
        style = client.get("/assets/history.css")
        script = client.get(reloading.SCRIPT_URL)
        front, missing = client.get("/"), client.get("/gone.html")

    tag = b'<script src="/.reportgen/reload.js" data-version="'
    assert built == contents(tmp_path)
    assert all(tag not in text for text in built.values())
    assert 1 == page.body.count(tag)
    assert 1 == front.body.count(tag)
    assert Answer(200, "text/css", built["assets/history.css"]) == style
    assert (200, "text/javascript") == (script.status, script.kind)
    assert 404 == missing.status


def test_a_page_has_another_version_when_it_or_the_site_has_changed(tmp_path: Path) -> None:
    """A page that data belong to is reloaded with the site; one beside the site on its own."""
    out = tmp_path / "public"
    website.build(make_runs(2), out)
    (out / "report.html").write_text("<html>", encoding="utf-8")
    with serving(out) as client:
        first = client.get("/report.html").body
        before = [client.version("/"), client.version("/report.html")]
        again = [client.version("/"), client.version("/report.html")]
        (out / "report.html").write_text("<html lang=en>", encoding="utf-8")
        beside = [client.version("/"), client.version("/report.html")]
        website.build(make_runs(3), out)
        after = [client.version("/"), client.version("/report.html")]

    assert f'data-version="{before[1]}"'.encode() in first
    assert before == again
    assert [True, False] == [a == b for a, b in zip(before, beside, strict=True)]
    assert [False, False] == [a == b for a, b in zip(beside, after, strict=True)]


@pytest.mark.parametrize(
    "of", ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", ""]
)
def test_versions_tell_nothing_of_what_lies_elsewhere(of: str, tmp_path: Path) -> None:
    """A page asks about the folder that is served, whatever it says."""
    with serving(tmp_path) as client:
        version = client.version(of)

    assert "none-none" == version


@pytest.mark.parametrize(
    ("policy", "served"),
    [
        ("default-src 'none'", "default-src 'none'; script-src 'self'; connect-src 'self'"),
        ("script-src 'none'; x y", "script-src 'self'; x y; connect-src 'self'"),
        (
            "script-src 'sha256-AA='; connect-src 'self'",
            "script-src 'sha256-AA=' 'self'; connect-src 'self'",
        ),
        ("; ;", "script-src 'self'; connect-src 'self'"),
    ],
)
def test_policy_of_a_served_page(policy: str, served: str) -> None:
    """The page may do what it could before, and run and ask what is ours."""
    before = f'<head><meta http-equiv="Content-Security-Policy" content="{policy}"></head>'
    tag = '<script src="/.reportgen/reload.js" data-version="1"></script>\n'
    after = f'<head><meta http-equiv="Content-Security-Policy" content="{served}">{tag}</head>'

    assert after.encode() == reloading.reloading(before.encode(), "1")


def test_a_page_without_a_head_is_served() -> None:
    """Somebody's own page gets the script at its end."""
    assert reloading.reloading(b"<p>\xff", "1").startswith(b"<p>\xff<script src=")


def test_a_history_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is recorded is on the site after the next look; without one nothing is built."""
    monkeypatch.chdir(tmp_path)
    store = Store(Folder(tmp_path / "history"))
    store.record(run(0))
    out = tmp_path / "public"
    follower = Follower(str(tmp_path / "history"), out, None)
    looks = [follower.look(), follower.look()]
    store.record(run(1))
    looks += [follower.look(), follower.look()]

    assert [True, False, True, False] == looks
    assert (out / "runs" / run(1).run.id / "index.html").is_file()


def test_following_goes_on_when_something_is_wrong(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said once, and when it works again that is said, too."""
    follower = Follower("h", tmp_path / "public", None)
    stop, looks = Event(), iter([None, None, True, False])
    monkeypatch.setattr(following, "_EVERY_S", 0.0)
    follower._every_s = 0.0

    def look() -> bool:
        found = next(looks)
        if found is None:
            raise ReportgenError("the disk is full")
        if not found:
            stop.set()
        return found

    monkeypatch.setattr(follower, "look", look)
    follower.follow(stop)

    assert [
        "reportgen: warning: the disk is full",
        f"built {tmp_path / 'public'} again: the history has changed",
    ] == capsys.readouterr().err.splitlines()


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    """It is said what to do."""
    with pytest.raises(UsageError, match="there is no folder"):
        make_server(tmp_path / "gone", 0)


def test_port_that_is_taken(tmp_path: Path) -> None:
    """So is this."""
    with (
        make_server(tmp_path, 0) as server,
        pytest.raises(UsageError, match="cannot be used"),
    ):
        make_server(tmp_path, server.server_port)


def test_serving_what_was_not_built(run_cli: RunCli) -> None:
    """Neither a folder nor a history is made up."""
    result = run_cli("serve", "gone")

    assert 2 == result.exit_code
    assert 'there is no folder "gone"' in result.stderr
