"""Stores that fsspec knows: conditional writes, failures, and packages that are missing."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from reportgen.errors import UnreachableHistoryError, UsageError
from reportgen.history import Store, upkeep
from reportgen.history.places import Filesystem
from tests.conftest import ROOT, start_environment
from tests.history.places import servers
from tests.history.places.runs import run

pytestmark = pytest.mark.xdist_group("s3")
MISSING = """
import sys
sys.modules[{module!r}] = None
from reportgen.errors import UsageError
from reportgen.history import open_place
try:
    list(open_place({address!r}, {{}}).names("runs"))
except UsageError as error:
    print(error.message, error.hint, sep="\\n")
"""


@pytest.mark.parametrize(
    ("module", "address", "message"),
    [
        ("fsspec", "s3://key:secret@bucket/h", ('the history "s3://bucket/h" needs a package that is not installed: fsspec', "pip install 'reportgen-ci[remote]'")),  # noqa: E501 - one case, one line
        ("s3fs", "s3://bucket/h", ('the history "s3://bucket/h" needs a package that is not installed: s3fs', "pip install s3fs")),  # noqa: E501 - one case, one line
        ("gcsfs", "gs://b", ('the history "gs://b" needs a package that is not installed: gcsfs', "pip install gcsfs")),  # noqa: E501 - one case, one line
        ("adlfs", "az://b", ('the history "az://b" needs a package that is not installed: adlfs', "pip install adlfs")),  # noqa: E501 - one case, one line
        ("paramiko", "sftp://host/h", ('the history "sftp://host/h" needs a package that is not installed: paramiko', "pip install paramiko")),  # noqa: E501 - one case, one line
    ],
)  # fmt: skip
def test_a_package_is_missing(
    module: str, address: str, message: tuple[str, str], tmp_path: Path
) -> None:
    """What has to be installed is named, and how."""
    done = subprocess.run(
        [sys.executable, "-c", MISSING.format(module=module, address=address)],
        cwd=ROOT,
        env=start_environment(tmp_path),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert message == tuple(done.stdout.splitlines())


def test_a_scheme_that_nobody_knows() -> None:
    """A slip in the scheme is told as one."""
    with pytest.raises(UsageError, match="Protocol not known: s4") as caught:
        list(Filesystem("s4://key:secret@bucket/h").names("runs"))

    assert "secret" not in caught.value.message


def test_a_write_is_conditional(
    s3_environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two that see a free name at the same moment one writes it; the other is told."""
    assert s3_environ
    place = Filesystem(f"s3://runs/{tmp_path.name}")
    monkeypatch.setattr(place, "_is_there", lambda _: False)
    added = [place.add("runs/a", data) for data in (b"first", b"second")]

    assert [True, False] == added
    assert b"first" == place.read("runs/a")


def without_conditions(app: servers.Application) -> servers.Application:
    """Return *app* as a store that does not know ``If-None-Match``."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:  # noqa: ANN401 - WSGI
        if "HTTP_IF_NONE_MATCH" in environ:
            body = b"<Error><Code>NotImplemented</Code><Message>a header</Message></Error>"
            start("501 Not Implemented", [("Content-Length", str(len(body)))])
            return [body]
        return app(environ, start)

    return answer


def test_a_store_without_conditions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the store refuses the condition the file is written without it, under a free name."""
    with servers.s3(without_conditions) as address:
        for name, value in servers.s3_environment(address).items():
            monkeypatch.setenv(name, value)
        place = Filesystem("s3://runs/h")
        added = [place.add("runs/a", data) for data in (b"first", b"second")]
        content = place.read("runs/a")

    assert ([True, False], b"first") == (added, content)


def test_a_network_in_a_mood(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests are late, fail, or are done and fail; what is acknowledged is there and whole."""
    acknowledged: list[str] = []

    def publish(first: int) -> None:
        for number in range(first, first + 4):
            store = Store(Filesystem("s3://runs/h"))
            store.record(run(number))
            acknowledged.append(run(number).run.id)
            store.index()

    # The client need not wait before it tries again.
    with servers.s3(servers.moody) as address, mock.patch("asyncio.sleep", mock.AsyncMock()):
        for name, value in servers.s3_environment(address).items():
            monkeypatch.setenv(name, value)
        threads = [threading.Thread(target=publish, args=(first,)) for first in (0, 100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        store = Store(Filesystem("s3://runs/h"))
        runs, damage = store.runs, list(upkeep.verify(store))

    assert 8 == len(acknowledged)
    assert (sorted(acknowledged), []) == (list(runs), damage)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "127.0.0.1:1"),
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "credentials"),
    ],
)
def test_what_cannot_be_reached(
    change: dict[str, str],
    word: str,
    s3_environ: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A store that does not answer, or a missing key, is wrong usage with a reason."""
    for name, value in (s3_environ | change).items():
        monkeypatch.setenv(name, value)
    place = Filesystem("s3://runs/h")
    # The client waits longer and longer between its tries.
    with mock.patch("asyncio.sleep", mock.AsyncMock()), pytest.raises(UsageError) as caught:
        list(place.names("runs"))

    assert word in caught.value.message
    assert 'cannot read the history "s3://runs/h"' in caught.value.message


def test_a_bucket_that_does_not_exist(s3_environ: dict[str, str]) -> None:
    """There is no history in it, and none can be written."""
    assert s3_environ
    place = Filesystem("s3://nobodys/h")

    assert not place.exists()
    assert [] == list(place.names("runs"))
    with pytest.raises(OSError, match="does not exist"):
        place.add("runs/a", b"")


@pytest.mark.parametrize("scheme", ["memory", "local"])
def test_what_is_added_again_is_young_again(scheme: str, tmp_path: Path) -> None:
    """A table that a new run needs is not taken for left over; its content stays."""
    place = Filesystem(f"{scheme}://{tmp_path.as_posix()}/h")
    place.add("names/a", b"first")
    if scheme == "local":  # whose clock has long ticks
        os.utime(tmp_path / "h" / "names" / "a", (0, 0))
    before = place.added("names/a")
    again = place.add("names/a", b"second")

    assert not again
    assert b"first" == place.read("names/a")
    assert before < place.added("names/a")


def test_nobody_knows_how_old_a_file_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A store that does not say it has young files only: nothing is removed by mistake."""
    place = Filesystem(f"memory://{tmp_path.name}")
    place.add("names/a", b"")
    monkeypatch.setattr(place._system, "modified", mock.Mock(side_effect=NotImplementedError))

    assert 9999 == place.added("names/a").year


def test_a_file_appears_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a store shows files while they are written, a failure leaves nothing to be seen."""
    place = Filesystem(f"local://{tmp_path.as_posix()}/h")
    place.add("runs/a", b"a")
    monkeypatch.setattr(place._system, "mv", mock.Mock(side_effect=OSError("gone")))

    with pytest.raises(OSError, match="gone"):
        place.add("runs/b", b"b")
    assert ["runs/a"] == list(place.names("runs"))
    assert ["a"] == [path.name for path in (tmp_path / "h" / "runs").iterdir()]
    (tmp_path / "h" / "runs" / ".c.host-1.tmp").write_bytes(b"half")
    assert ["runs/a"] == list(place.names("runs"))


@pytest.mark.parametrize("error", [ValueError("no key"), PermissionError(13, "denied")])
def test_a_store_that_lets_nobody_in(error: Exception) -> None:
    """A package that wants to log in as soon as it opens has not found a slip in the address."""
    with (
        mock.patch("fsspec.core.url_to_fs", side_effect=error),
        pytest.raises(UnreachableHistoryError, match='cannot open the history "az://runs/h"'),
    ):
        list(Filesystem("az://runs/h").names("runs"))
