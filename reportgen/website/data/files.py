"""
Documents as files: scripts that hand them to a page, and the JSON of what leads to the others.

A page that was opened from a disk may load scripts and nothing else. What stands between the first
comma of a script and its last parenthesis is JSON, so that tools read the same file.
Names of files hold the key of what they say, so that no cache can serve an old one for a new one.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from reportgen.website.places import Page

FOLDER: Final = "data"
SCHEMA_VERSION: Final = 1
_END: Final = ");\n"


def shard_of(name: str, shards: int) -> str:
    """
    Return which of *shards* holds what is called *name*, in hexadecimal digits.

    It is the number that the first two bytes of the SHA-256 (FIPS 180-4) of *name* make, the more
    significant first, modulo *shards*: whoever knows the name needs no index.
    """
    return shard_name(number_of(name, shards), shards)


def number_of(name: str, shards: int) -> int:
    """Return the number of the shard that `shard_of` names."""
    digest = sha256(name.encode("utf-8", "surrogatepass")).digest()
    return (digest[0] << 8 | digest[1]) % shards


def shard_name(number: int, shards: int) -> str:
    """Return the name of the shard with *number*, as long as those of all *shards*."""
    return f"{number:0{len(f'{shards - 1:x}')}x}"


def head(kind: str, name: str, key: str, runs: int) -> dict[str, Any]:
    """Return what every document begins with: what it is, of which build, and of how many runs."""
    return lone(kind, name, key) | {"runs": runs}


def lone(kind: str, name: str, key: str) -> dict[str, Any]:
    """Return the same for a document that no number of runs belongs to."""
    return {
        "generator": "reportgen",
        "schema_version": SCHEMA_VERSION,
        "kind": kind,
        "name": name,
        "key": key,
    }


def pages(document: Mapping[str, Any], address: str) -> Iterator[Page]:
    """Yield *document* as a script and as JSON at *address*, which has no suffix."""
    made = script(document, address)
    yield made
    begin, end = len(_begin(document)), len(_END)
    yield Page(f"{address}.json", f"{made.text[begin:-end]}\n")


def script(document: Mapping[str, Any], address: str) -> Page:
    """Return *document* as a script alone: nearly all would take twice the room otherwise."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Page(f"{address}.js", f"{_begin(document)}{text}{_END}")


def _begin(document: Mapping[str, Any]) -> str:
    return f"reportgen.data({json.dumps(document['name'])},"


def keyed(document: Mapping[str, Any]) -> Page:
    """Return the file of *document*, whose key stands in its name."""
    return script(document, f"{FOLDER}/{document['name']}-{document['key']}")
