"""What ``--history`` takes, what it refuses, and that it never prints a password."""

from pathlib import Path

import pytest

from reportgen.errors import UsageError
from reportgen.history import Folder, open_place
from reportgen.history.places import Filesystem, Git
from reportgen.history.places.addresses import Remote, local_path, remote_of, without_credentials


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("reportgen-history", Folder),
        ("../h istory", Folder),
        ("C:/history", Folder),
        ("C://history", Folder),
        (r"C:\history", Folder),
        ("s3:bucket", Folder),
        ("file:///srv/history", Folder),
        ("FILE:///srv/history", Folder),
        ("s3://bucket/history", Filesystem),
        ("abfss://container@account/x", Filesystem),
        ("git+https://host/repo.git", Git),
        ("git+ssh://git@host:2222/repo.git#data", Git),
    ],
)
def test_kinds(address: str, kind: type) -> None:
    """A drive letter is no scheme; nothing is asked before the place is used."""
    assert kind is type(open_place(address, {}))


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:///srv/a%20b", "/srv/a b"),
        ("file://localhost/srv", "/srv"),
        ("file:///C:/history", "C:/history"),
        ("file:///c:", "c:"),
    ],
)
def test_files_of_this_machine(url: str, path: str) -> None:
    """A file URL is a path, percent-decoded."""
    assert Path(path) == local_path(url)


@pytest.mark.parametrize(
    ("address", "remote"),
    [
        ("git+https://host/repo.git", Remote("https://host/repo.git", "reportgen-history")),
        ("git+https://host/r#a/b-1.x", Remote("https://host/r", "a/b-1.x")),
        ("git+https://u:p%40@host:8443/r", Remote("https://host:8443/r", "reportgen-history", "u", "p%40")),  # noqa: E501 - one case, one line
        ("git+https://token@host/r#", Remote("https://host/r", "reportgen-history", "token")),
        ("git+ssh://git@host:22/~/r#d", Remote("ssh://git@host:22/~/r", "d")),
        ("git+file:///srv/r.git#d", Remote("file:///srv/r.git", "d")),
    ],
)  # fmt: skip
def test_repositories(address: str, remote: Remote) -> None:
    """Credentials for http are taken out of the URL; a user of ssh stays in it."""
    assert remote == remote_of(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "simplecache::s3://bucket",
        "file://server/share",
        "file://localhost",
        "git+",
        "git+repo.git",
        "git+git@host:repo.git",
        "git+git://host/repo.git",
        "git+ext::sh -c id",
        "git+ext://sh",
        "git+--upload-pack=id",
        "git+https://",
        "git+https://host",
        "git+https://-host/repo.git",
        "git+ssh://-oProxyCommand=id/repo.git",
        "git+ssh://-oProxyCommand=id@host/repo.git",
        "git+ssh:///repo.git",
        "git+file://host/repo.git",
        "git+https://host/repo.git\nfetch",
        "git+https://u:p@ss@host/repo.git",
        "git+file:///r.git#-x",
        "git+file:///r.git#a..b",
        "git+file:///r.git#a.lock",
        "git+file:///r.git#a//b",
        "git+file:///r.git#a/",
        "git+file:///r.git#a/.b",
        "git+file:///r.git#+a",
        "git+file:///r.git#a:b",
        "git+file:///r.git#a b",
        "git+file:///r.git#a\n",
    ],
)
def test_what_is_no_address(address: str) -> None:
    """Nothing that git could take for an option or a program gets that far; the error helps."""
    with pytest.raises(UsageError) as caught:
        open_place(address, {})

    assert caught.value.hint
    assert "p@ss" not in caught.value.message


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("s3://bucket/a", "s3://bucket/a"),
        ("s3://key:secret@bucket/a@b?version=1#x", "s3://bucket/a@b#x"),
        ("git+https://token@host/r#b", "git+https://host/r#b"),
        ("git+https://u:p#w@host/r", "git+https://host/r"),
        ("https://u:p/w@host/r", "https://host/r"),
        ("http://host:8080/a@b", "http://host:8080/a@b"),
        ("cannot reach 'https://u:p@h/x?sig=1' or s3://k@b", "cannot reach 'https://h/x' or s3://b"),
        ("mail me@host", "mail me@host"),
    ],
)  # fmt: skip
def test_what_is_shown(text: str, shown: str) -> None:
    """Users, passwords and queries are left out, also of what others say."""
    assert shown == without_credentials(text)
