"""
The reference of `docs/reference/`, from the code.

``python bench/reference.py`` writes every page anew; ``--check`` writes none and ends with 1 where
one differs from what the code says.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from pages import commands, configuration, findings, schema, tables

OUT: Final = Path(__file__).resolve().parent.parent / "docs" / "reference"
PAGES: Final[dict[str, Callable[[], str]]] = {
    "commands.md": commands.page,
    "configuration.md": configuration.page,
    "findings.md": findings.page,
    "targets.md": tables.targets,
    "formats.md": tables.formats,
    "exit-codes.md": tables.exit_codes,
    "schema.md": schema.page,
}


def stale(folder: Path) -> list[str]:
    """Return the names of the pages in *folder* that are not what the code says."""
    return [
        name
        for name, page in PAGES.items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != page()
    ]


def main(argv: Sequence[str]) -> int:
    """Write the pages, or check them; return the exit code."""
    parser = argparse.ArgumentParser(description="Make docs/reference/ from the code.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if one is old")
    if parser.parse_args(argv).check:
        old = stale(OUT)
        print("\n".join(f"{name} is not what the code says" for name in old) or "all are fresh")
        return int(bool(old))
    OUT.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (OUT / name).write_text(page(), encoding="utf-8")
    print(f"wrote {len(PAGES)} pages to docs/reference/")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
