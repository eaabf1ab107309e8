"""
Regular expressions that are compiled when they are first used.

There are some four hundred in the readers, and a run needs a tenth of them:
compiling all of them would cost every start a tenth of a second.
"""

import re
from typing import cast


class _Lazy:
    """Stands for a compiled pattern; its methods are those of the pattern from the first use on."""

    def __init__(self, text: str, flags: int) -> None:
        self._source = (text, flags)

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(*self._source)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """
    Return the regular expression *text*, compiled when it is first used.

    A mistake in it shows then: tests use every pattern.
    """
    return cast("re.Pattern[str]", _Lazy(text, flags))
