"""
What infrastructure says when it is broken: the built-in category.

Each row is one cause outside the change under test, the words by which tools name it,
and the next step.
Sources are the messages of the tools themselves (Docker CLI, OCI registries, curl,
glibc's getaddrinfo, Windows system error codes, psycopg, gRPC status codes).
A user's ``[[categories]]`` named ``infrastructure`` adds rows.
"""

import re
from functools import cache

from pydantic import field_validator

from reportgen.model.base import Model

INFRASTRUCTURE = "infrastructure"


class Category(Model):
    """A named kind of failure: texts that match *message* belong to it."""

    name: str
    message: str
    says: str | None = None
    advice: str | None = None
    connectivity: bool = False
    """Whether the words say that somebody did not answer, so that an outage can explain them."""

    @field_validator("message")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        compiled(pattern)
        return pattern

    def search(self, text: str) -> "re.Match[str] | None":
        """Return where *text* names this category."""
        return compiled(self.message).search(text)


@cache
def compiled(pattern: str) -> "re.Pattern[str]":
    """
    Return *pattern* compiled without regard to case.

    Raises:
        ValueError: it is not a regular expression; the text says where.

    """
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error


def _row(message: str, says: str, advice: str, *, connectivity: bool = False) -> Category:
    return Category(
        name=INFRASTRUCTURE, message=message, says=says, advice=advice, connectivity=connectivity
    )


BUILT_IN: tuple[Category, ...] = (
    _row(
        r"docker daemon is not running|cannot connect to the docker daemon"
        r"|dockerDesktopLinuxEngine|docker desktop is not running",
        "the Docker daemon is not running",
        "start the Docker daemon",
    ),
    _row(
        r"WinError 32\b|being used by another process|EBUSY|text file busy|resource busy or locked",
        "a file is locked by another process",
        "free the locked file",
    ),
    _row(
        r"no space left on device|ENOSPC|disk quota exceeded|WinError 112\b",
        "the disk is full",
        "free disk space on the runner",
    ),
    _row(
        r"toomanyrequests|too many requests|rate limit(?:ed| exceeded)|HTTP(?:/[\d.]+)? 429\b",
        "a rate limit was hit",
        "wait for the rate limit or authenticate",
        connectivity=True,
    ),
    _row(
        r"connection refused|ECONNREFUSED|actively refused it|WinError 10061\b",
        "a connection was refused",
        "start the service that refuses connections",
        connectivity=True,
    ),
    _row(
        r"connection reset|ECONNRESET|broken pipe|server closed the connection"
        r"|connection (?:was )?(?:closed|aborted|lost|terminated)|SSL SYSCALL error",
        "a connection broke",
        "check the service that dropped the connection",
        connectivity=True,
    ),
    _row(
        r"connection timed out|connect(?:ion)? timeout|ETIMEDOUT"
        r"|timed out (?:connecting|waiting for)"
        r"|i/o timeout|TLS handshake timeout|deadline exceeded|read timed out|gateway time-?out",
        "a connection timed out",
        "check the service that does not answer",
        connectivity=True,
    ),
    _row(
        r"could not resolve host|name or service not known|ENOTFOUND|EAI_AGAIN|no such host"
        r"|temporary failure in name resolution|nodename nor servname"
        r"|could not translate host name",
        "a host name could not be resolved",
        "check DNS and the network of the runner",
        connectivity=True,
    ),
    _row(
        r"network is unreachable|ENETUNREACH|no route to host|EHOSTUNREACH"
        r"|failed to establish a new connection"
        r"|max retries exceeded with url",
        "the network could not be reached",
        "check the network of the runner",
        connectivity=True,
    ),
    _row(
        r"HTTP(?:/[\d.]+)?(?: status)?(?: code)?:? ?50[234]\b"
        r"|\b50[234] (?:bad gateway|service (?:temporarily )?unavailable)"
        r"|service unavailable|bad gateway|status code 50[234]\b",
        "a service answered that it is unavailable",
        "restore the service that answers 5xx",
        connectivity=True,
    ),
    _row(
        r"lost communication with the server|runner has received a shutdown signal"
        r"|the hosted runner .{0,40}lost|no runners? (?:online|available)|agent went offline",
        "the CI runner was lost",
        "run the job again; check the runner's load",
    ),
    _row(
        r"could not connect to server|could not connect to|unable to connect to|connection failed"
        r"|failed to connect|connection to server at .{0,120} failed",
        "a connection could not be made",
        "start the service that does not accept connections",
        connectivity=True,
    ),
)
