"""
Where the list of what reportgen needs lies, each in one version and by the hashes of its files.

``python -I -m reportgen.requirements`` prints the path for ``pip install --require-hashes -r``.
Nothing but the standard library is imported here: it runs before what it names is installed.
"""

import os
import sys
from pathlib import Path
from typing import Final

PATH: Final = Path(__file__).resolve().with_suffix(".txt")
"""The list, in the format of pip; it is made from ``uv.lock`` and ships with the package."""


def main() -> int:
    """Print the path of the list; return the exit code."""
    # As bytes: a shell on Windows would take the carriage return of a text for a part of the name.
    sys.stdout.buffer.write(os.fsencode(PATH) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
