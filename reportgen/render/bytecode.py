"""
Compiled templates, kept where Python keeps compiled modules.

To compile a template takes ten times as long as to read it compiled. Python keeps its modules in
``__pycache__``, where and whether the user wants it; templates are kept in the same place, by the
same rules. What cannot be read or written there is compiled anew.
"""

import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from pickle import UnpicklingError

from jinja2 import Environment
from jinja2.bccache import Bucket, FileSystemBytecodeCache


class Kept(FileSystemBytecodeCache):
    """Bytecode of templates in the folder in which Python keeps that of this module."""

    def __init__(self) -> None:
        folder = Path(cache_from_source(__file__)).parent
        super().__init__(str(folder), f"%s.{sys.implementation.cache_tag}.template")

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """
        Return the place of the template *name*, and what is known of it.

        What it compiles to depends on Jinja and on settings, too; not on filters and not on what
        is printed, since no template of ours prints a constant.
        """
        settings = (
            _jinja(), environment.autoescape, environment.trim_blocks, environment.lstrip_blocks,
            environment.keep_trailing_newline,
        )  # fmt: skip
        return super().get_bucket(environment, name, filename, f"{settings}\0{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill *bucket*, unless there is nothing for this source and this Python."""
        try:
            super().load_bytecode(bucket)
        except (OSError, UnpicklingError, ValueError, EOFError, TypeError, LookupError):
            bucket.reset()  # what a full disk or another program has left there

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in *bucket* where that is wanted and possible."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


@cache
def _jinja() -> str:
    return version("jinja2")
