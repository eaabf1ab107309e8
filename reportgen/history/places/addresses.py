"""
The addresses that ``--history`` takes: a path, a URL, or ``git+`` before a URL.

A drive letter is no scheme: ``C:/history`` is a path. Credentials in a URL are used, never shown.
"""

from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from reportgen.errors import UsageError
from reportgen.patterns import pattern
from reportgen.wording import phrase

GIT: Final = "git+"
_URL: Final = pattern(r"([A-Za-z][A-Za-z0-9+.-]+)://")
# A password should be percent-encoded; one that is not may hold what ends a host.
_CREDENTIALS: Final = pattern(r"(://)(?:[^\s/?#'\"]*@|[^\s/@'\"]*:(?!\d+/)[^\s'\"]*@)")
_QUERY: Final = pattern(r"(://[^\s?#'\"]*)\?[^\s#'\"]*")
_LOCAL_HOSTS: Final = ("", "localhost")
_DRIVE: Final = pattern(r"/[A-Za-z]:(/|$)")


def scheme_of(address: str) -> str:
    """Return the scheme of *address* in lower case; empty where it is a path."""
    match = _URL.match(address)
    return match[1].lower() if match else ""


def without_credentials(text: str) -> str:
    """Return *text* with the user, password and query of each URL in it left out."""
    return _QUERY.sub(r"\1", _CREDENTIALS.sub(r"\1", text))


def local_path(url: str) -> Path:
    """
    Return the path that the ``file://`` *url* names.

    Raises:
        UsageError: it is on another machine, or no absolute path.

    """
    host, slash, path = url.partition("://")[2].partition("/")
    if host.lower() not in _LOCAL_HOSTS or not slash:
        raise UsageError(
            phrase('the history "{url}" is no file of this machine', url=url),
            phrase("write file:///path, or the path"),
        )
    path = unquote(f"/{path}")
    return Path(path[1:] if _DRIVE.match(path) else path)


class Remote(NamedTuple):
    """A repository and the branch in it; *user* and *password* are for http alone."""

    url: str
    branch: str
    user: str = ""
    password: str = ""


DEFAULT_BRANCH: Final = "reportgen-history"
_REMOTE: Final = pattern(
    r"(?P<scheme>https?|ssh|file)://(?:(?P<login>[^\s/@-][^\s/@]*)@)?"
    r"(?P<rest>(?P<host>[^\s/@-][^\s/@]*)?/[^\s\x00-\x1f\x7f]+)"
)
_BRANCH: Final = pattern(r"[A-Za-z0-9_](?:[A-Za-z0-9_.+-]|/(?=[A-Za-z0-9_]))*")


def remote_of(address: str) -> Remote:
    """
    Return the repository and branch that the ``git+`` *address* names.

    Raises:
        UsageError: it names none, or one that git would take for something else.

    """
    url, _, branch = address.removeprefix(GIT).partition("#")
    match = _REMOTE.fullmatch(url)
    if match is None or (match["scheme"] == "file") != (match["host"] is None):
        raise UsageError(
            phrase(
                'the history "{address}" is no address of a git repository',
                address=without_credentials(address),
            ),
            phrase("write git+https://host/repo.git#branch, git+ssh://… or git+file:///path"),
        )
    branch = branch or DEFAULT_BRANCH
    if not _BRANCH.fullmatch(branch) or ".." in branch or branch.endswith((".", ".lock")):
        raise UsageError(
            phrase(
                'the branch "{branch}" of the history is no name that reportgen uses',
                branch=branch,
            ),
            phrase("take letters, digits, and -_.+/ between them"),
        )
    scheme, login, rest = match["scheme"], match["login"], match["rest"]
    if login is None or scheme not in {"http", "https"}:
        return Remote(url, branch)
    user, _, password = login.partition(":")
    return Remote(f"{scheme}://{rest}", branch, user, password)
