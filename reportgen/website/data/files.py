"""
Documents as files: each as JSON for tools, and as a script that hands the same document to a page.

A page that was opened from a disk may load scripts and nothing else.
Names of files hold the key of what they say, so that no cache can serve an old one for a new one.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from reportgen.website.places import Page

FOLDER: Final = "data"
SCHEMA_VERSION: Final = 1


def shard_of(name: str, shards: int) -> str:
    """
    Return which of *shards* holds what is called *name*, in hexadecimal digits.

    It is the number that the first two bytes of the SHA-256 (FIPS 180-4) of *name* make, the more
    significant first, modulo *shards*: whoever knows the name needs no index.
    """
    digest = sha256(name.encode("utf-8", "surrogatepass")).digest()
    return shard_name(int.from_bytes(digest[:2], "big") % shards, shards)


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
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    name = json.dumps(document["name"])
    yield Page(f"{address}.js", f"reportgen.data({name},{text});\n")
    yield Page(f"{address}.json", f"{text}\n")


def scripts(document: Mapping[str, Any], address: str) -> Iterator[Page]:
    """
    Yield *document* as a script alone: what it says stands elsewhere as JSON already.

    The results of many runs would take twice the room otherwise.
    """
    script, _ = pages(document, address)
    yield script


def keyed(document: Mapping[str, Any]) -> Iterator[Page]:
    """Yield the files of *document*, whose key stands in their names."""
    yield from pages(document, f"{FOLDER}/{document['name']}-{document['key']}")
