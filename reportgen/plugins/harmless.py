"""
What a reader of a plugin returned, through the same door as everything that was read.

It is taken apart to plain values, each text of it cleaned and kept within bounds, and put together
again by our own models: nothing that is no observation comes through. Whatever it says, it was
read from the file that it was read from.
"""

from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from reportgen.config.limits import Limits, raised_by
from reportgen.errors import ReadError
from reportgen.model.run import Observations
from reportgen.model.text import clean, excerpt
from reportgen.model.units import plural
from reportgen.wording import phrase

MOST_TEXT: Final = 64 << 10
"""Characters of one text."""
_DEEPEST: Final = 40


@cache
def _adapter() -> TypeAdapter[Observations]:
    return TypeAdapter(Observations)


def harmless(observed: object, path: str, limits: Limits) -> Observations:
    """
    Return *observed*, read from the file *path*, as one that can be shown.

    Raises:
        ReadError: it holds more tests than *limits* allow.
        TypeError: it is something else.
        ValueError: it holds what no observation can.

    """
    if type(observed) is not Observations:
        raise TypeError(
            phrase("{function} returned a {kind}", function="read", kind=type(observed).__name__)
        )
    if len(observed.cases) > limits.tests:
        raise ReadError(
            phrase(
                "more than {tests}; {hint}",
                tests=plural(limits.tests, "test"),
                hint=raised_by("tests"),
            )
        )
    plain = _adapter().dump_python(observed, warnings=False)
    return _adapter().validate_python(_cleaned(plain, path, _DEEPEST))


def _cleaned(value: Any, path: str, deep: int) -> Any:  # noqa: ANN401 - plain values of any field
    if not deep:
        raise ValueError(phrase("its parts lie too deep in each other"))
    if isinstance(value, str):
        return excerpt(clean(value), MOST_TEXT)
    if isinstance(value, dict):
        return {
            _cleaned(key, path, deep - 1): path
            if key == "artifact"
            else _cleaned(part, path, deep - 1)
            for key, part in value.items()
        }
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return tuple(
            path if name == "artifact" else _cleaned(part, path, deep - 1)
            for name, part in zip(value._fields, value, strict=True)
        )
    if isinstance(value, list | tuple):
        return type(value)(_cleaned(part, path, deep - 1) for part in value)
    return value
