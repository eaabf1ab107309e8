"""
Parts of the site: what is made together, and made again only when what it depends on has changed.

A build keeps the files of a part whose key is that of the build before, without making them.
So the key has to change whenever a byte of the files would.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from reportgen.website.places import Page


class Part(NamedTuple):
    """
    Files of the site that one thing decides.

    *name* is the same from build to build (``runs/20250915T133402Z-491b8ca13d``), *key* is the
    digest of all that the files depend on, and *make* yields them.
    """

    name: str
    key: str
    make: Callable[[], Iterable[Page]]
