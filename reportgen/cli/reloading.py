"""Pages that reload themselves: what the local server adds to a page, and what it asks for then."""

import re
from pathlib import Path
from typing import Final

from reportgen.resources import folder
from reportgen.website.ledger import URL

SCRIPT_URL: Final = "/.reportgen/reload.js"
VERSION_URL: Final = "/.reportgen/version"
_POLICY: Final = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"')
_NEEDED: Final = ("script-src", "connect-src")
_SELF: Final = "'self'"
_NONE: Final = "'none'"


def script() -> bytes:
    """Return the script that looks whether its page has another version by now."""
    return (folder("site") / "serve" / "reload.js").read_bytes()


def version_of(page: Path, root: Path) -> str:
    """Return what tells the file *page* of the site in *root*, and that site, from later ones."""
    return "-".join(map(_stamp, (page, root / URL)))


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return "none"
    return f"{found.st_ino:x}.{found.st_mtime_ns:x}.{found.st_size:x}"


def reloading(html: bytes, version: str) -> bytes:
    """Return the page *html* of this *version* with the script, and with leave to run it."""
    tag = f'<script src="{SCRIPT_URL}" data-version="{version}"></script>\n'.encode()
    html = _POLICY.sub(lambda found: found[1] + _allowing(found[2]) + b'"', html, count=1)
    before, end, after = html.partition(b"</head>")
    return before + tag + end + after if end else html + tag


def _allowing(policy: bytes) -> bytes:
    """Return the *policy* of a page, which lets our own scripts run and ask us as well."""
    rules: dict[str, list[str]] = {}
    for rule in policy.decode("latin-1").split(";"):
        words = rule.split()
        if words:
            rules[words[0]] = words[1:]
    for name in _NEEDED:
        sources = [each for each in rules.get(name, ()) if each not in {_NONE, _SELF}]
        rules[name] = [*sources, _SELF]
    return "; ".join(" ".join((name, *sources)) for name, sources in rules.items()).encode(
        "latin-1"
    )
