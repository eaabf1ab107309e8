"""Names of tests as a runner may be told them: what is no plain text on one line is refused."""

from typing import Final, NamedTuple

from reportgen.wording import phrase

LONGEST: Final = 1_000
_REPLACED: Final = "\N{REPLACEMENT CHARACTER}"


class Refusal(NamedTuple):
    """Why a test cannot be named to a runner."""

    why: str


def refusal(*names: str) -> Refusal | None:
    """
    Return why one of *names* may be handed to no runner, or None where all may.

    A name must not end the line it stands on, nor begin like an option, nor be other than it was:
    these names come from artifacts, and what is printed here starts programs.
    """
    for name in names:
        if not name.isprintable() or _REPLACED in name:
            return Refusal(
                phrase("its name holds a line end or another character that is not printed")
            )
        if name.startswith("-"):
            return Refusal(phrase("its name begins like an option"))
        if len(name) > LONGEST:
            return Refusal(phrase("its name has more than {most:,} characters", most=LONGEST))
    return None
