"""Where a red case failed, from the frames of its trace, where the report does not state it."""

from itertools import islice
from typing import Final

from reportgen.causes.frames import Frame, project_frames, shortened
from reportgen.model.tests import Errored, Failed, Outcome

MAX_FRAMES: Final = 20
MAX_TROUBLES: Final = 10
_DEEPEST: Final = 4
"""How many classes deep a test may stand in its file, and be known to."""


def place_of(
    outcome: Outcome, class_name: str, file: str | None, line: int | None
) -> tuple[str | None, int | None]:
    """
    Return *file* and *line* of a red case, from what it says where the report does not state them.

    A test without a class is known by its file, so a failure must not give it another one.
    A line is given to a stated file only by a frame in that very file.
    Where several frames are of the project, the first in the test's own file is the place.
    """
    if not isinstance(outcome, Failed | Errored) or line is not None or not (file or class_name):
        return file, line
    known = shortened(file) if file else None
    first: Frame | None = None
    for trouble in outcome.troubles[:MAX_TROUBLES]:
        said = trouble.detail or trouble.message
        most = MAX_FRAMES if known or first or _may_name(class_name, said) else 1
        for frame in islice(project_frames(said), most):
            if known is None and _is_of(class_name, frame.file):
                return frame
            if known is not None and _same(known, frame.file):
                return file, frame.line
            first = first or frame
    return first if known is None and first else (file, line)


def _may_name(class_name: str, text: str) -> bool:
    """Whether *text* may hold a frame in the file of a class; asked because frames cost more."""
    if f"{class_name}." in text:
        return True
    path = class_name.replace(".", "/")
    for _ in range(_DEEPEST):
        if not path:
            return False
        if f"{path}." in text:
            return True
        path = path.rpartition("/")[0]
    return False


def _is_of(class_name: str, path: str) -> bool:
    """Whether *path* is the file of a class, or of the module around it."""
    return f"{class_name}.".startswith(path.rpartition(".")[0].replace("/", ".") + ".")


def _same(one: str, other: str) -> bool:
    """Whether two paths may name one file: the longer one ends in the shorter one."""
    return f"/{one}".endswith(f"/{other}") or f"/{other}".endswith(f"/{one}")
