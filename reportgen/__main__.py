"""Run the command line: ``reportgen``, or ``python -m reportgen``."""

import gc
import sys
from typing import Final

RARELY: Final = (250_000, 50, 50)


def main() -> int:
    """
    Run the command line on the arguments of the process and return the exit code.

    Modules and rows live as long as the process does: to look for cycles among them again and again
    takes a fifth of the time that a large run takes. What is rare garbage is still found.
    """
    gc.set_threshold(*RARELY)
    from reportgen.cli import main as command  # noqa: PLC0415 - what is imported is not looked at

    try:
        return command()
    finally:
        # The process ends and its memory with it: a last look for cycles in all of it, which
        # Python takes else, is a quarter of the time of a small run.
        gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
