"""
The list of what runs for users, from the lock.

``python bench/requirements.py`` writes ``reportgen/requirements.txt`` anew from ``uv.lock``;
``--check`` writes nothing and ends with 1 where the list is old.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reportgen.requirements import PATH

ROOT: Final = Path(__file__).resolve().parent.parent
HEADER: Final = """\
# What reportgen needs to run: one version of each, by the hashes of its files.
# Made from uv.lock by `python3 dev.py requirements`; docs/ci.md tells how it is installed.
"""
EXPORT: Final = (
    "export", "--quiet", "--no-dev", "--no-emit-project", "--no-header", "--no-annotate",
    "--locked", "--offline", "--no-config", "--format", "requirements.txt",
)  # fmt: skip


def listed() -> str:
    """Return the list as ``uv.lock`` has it now."""
    uv = Path(sys.executable).with_name("uv")
    done = subprocess.run(
        [uv, *EXPORT], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    return HEADER + done.stdout


def main(argv: Sequence[str]) -> int:
    """Write the list, or check it; return the exit code."""
    parser = argparse.ArgumentParser(description="Make reportgen/requirements.txt from uv.lock.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if it is old")
    text = listed()
    if not parser.parse_args(argv).check:
        PATH.write_text(text, encoding="utf-8")
        packages = sum(line[0].isalnum() for line in text.splitlines())
        print(f"{PATH.relative_to(ROOT)} names {packages} packages")
    elif not PATH.is_file() or text != PATH.read_text("utf-8"):
        said = "reportgen/requirements.txt is not what uv.lock says; next step:"
        print(f"{said} `python3 dev.py requirements`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
