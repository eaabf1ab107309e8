"""Where ``templates/`` and ``site/`` are, in a wheel and in a checkout. Nothing else knows."""

import sys
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Literal

_PACKAGE = Path(str(files("reportgen")))
_FINGERPRINT_BYTES = 12


def folder(name: Literal["templates", "site"]) -> Path:
    """
    Return the folder *name* that ships with this copy of reportgen.

    A wheel carries both inside the package; an editable install and a checkout have them beside it.
    The inside is looked at first: next to an installed package anything may lie.
    """
    inside = _PACKAGE / "_data"
    return (inside if inside.is_dir() else _PACKAGE.parent) / name


@cache
def fingerprint() -> str:
    """
    Return a digest of this program: of its code, its templates, and what renders and cleans text.

    What another program made may not be what this one would make, whatever both call themselves.
    """
    digest = blake2b(digest_size=_FINGERPRINT_BYTES)
    made_with = [*sys.version_info[:2], *map(version, ("jinja2", "markupsafe"))]
    digest.update(f"{made_with}\0".encode())
    sources = (
        (_PACKAGE, "*.py"),
        (_PACKAGE, "*.po"),
        (folder("templates"), "*"),
        (folder("site"), "*"),
    )
    for root, pattern in sources:
        for path in sorted(path for path in root.rglob(pattern) if path.is_file()):
            data = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()
