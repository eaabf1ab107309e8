"""Passwords that are handed to commands, and those in ``.netrc``."""

import re
from typing import Final

from reportgen.patterns import pattern
from reportgen.redaction.kinds.kind import CUT, START, Kind, by

_DONE: Final = r"(?!\[redacted|\*{2}|[$<{%])"

KIND: Final = Kind(
    "command-password", "password of a command", "passwords of commands",
    ("curl", "wget", "sshpass", "docker login", "podman login", "redis-cli", "login"),
    by(pattern(
        rf"{START}(?:curl\b[^\n]{{0,200}}?[ \t](?:-u|--user|--proxy-user)[ =]?[\"']?"
        rf"[^\s:\"'$]{{1,128}}:(?P<curl>{_DONE}[^\s\"'…]{{1,512}})"
        rf"|sshpass[ \t]{{1,3}}-p[ \t]?[\"']?(?P<ssh>{_DONE}[^\s\"'…]{{3,512}})"
        rf"|(?:docker|podman)[ \t]login\b[^\n]{{0,200}}?[ \t]-p[ \t=]"
        rf"[\"']?(?P<docker>{_DONE}[^\s\"'…]{{3,512}})"
        rf"|redis-cli\b[^\n]{{0,200}}?[ \t]-a[ \t][\"']?(?P<redis>{_DONE}[^\s\"'…]{{3,512}})"
        rf"|login[ \t]{{1,3}}[^\s\"']{{1,128}}\s{{1,8}}password[ \t]{{1,3}}"
        rf"(?:(?P<netrc>{_DONE}[^\s\"'…]{{3,512}})|(?P<cut>{_DONE}[^\s\"'…]{{1,2}}{CUT})))",
        re.ASCII,
    )),
    "https://everything.curl.dev/usingcurl/netrc.html",
    (
        ("curl", r"[ \t]"), ("sshpass", r"[ \t]"), ("docker", r"[ \t]login[ \t]"),
        ("podman", r"[ \t]login[ \t]"), ("redis-cli", r"[ \t]"),
        ("login", r"[ \t]+[^\s]{0,128}(?:$|[ \t]+password)"),
    ),
)  # fmt: skip
