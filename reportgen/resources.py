"""Where ``templates/`` and ``site/`` are, in a wheel and in a checkout. Nothing else knows."""

from importlib.resources import files
from pathlib import Path
from typing import Literal

_PACKAGE = Path(str(files("reportgen")))


def folder(name: Literal["templates", "site"]) -> Path:
    """
    Return the folder *name* that ships with this copy of reportgen.

    A wheel carries both inside the package; an editable install and a checkout have them beside it.
    The inside is looked at first: next to an installed package anything may lie.
    """
    inside = _PACKAGE / "_data"
    return (inside if inside.is_dir() else _PACKAGE.parent) / name
