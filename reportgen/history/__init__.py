"""The history: runs on disk, one immutable file each. Everything else is derived from them."""

from reportgen.history.codec import DamagedRecordError
from reportgen.history.store import History, comparable, find, load, record, result_files

__all__ = ["DamagedRecordError", "History", "comparable", "find", "load", "record", "result_files"]
