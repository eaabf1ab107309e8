"""
Which form of a plural a number asks for: the rule in the head of a PO file, as a function.

It is an expression of C over the number *n*, which is read here and never run as code.
https://www.gnu.org/software/gettext/manual/html_node/Plural-forms.html
"""

import operator
import re
from collections.abc import Callable
from typing import Final, TypeAlias

Form: TypeAlias = Callable[[int], int]

_TOKEN: Final = re.compile(r"\s*(\d{1,9}|n\b|\|\||&&|[=!<>]=|[-+*/%<>!?:()])")
_MOST_TOKENS: Final = 200
_LEVELS: Final[tuple[dict[str, Callable[[int, int], object]], ...]] = (
    {"||": lambda a, b: bool(a or b)},
    {"&&": lambda a, b: bool(a and b)},
    {"==": operator.eq, "!=": operator.ne},
    {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge},
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": operator.floordiv, "%": operator.mod},
)
"""What binds loosest first; numbers are never negative, so that division is that of C."""


def form_of(rule: str) -> Form:
    """
    Return the function that *rule* is, as in ``n != 1``.

    It raises a `ZeroDivisionError` where the rule divides by nothing.

    Raises:
        ValueError: it is no such expression.

    """
    reading = _Reading(_tokens(rule))
    form = reading.choice()
    reading.expect("")
    return form


def _tokens(rule: str) -> list[str]:
    tokens: list[str] = []
    at = 0
    while at < len(rule.rstrip()):
        found = _TOKEN.match(rule, at)
        if found is None or len(tokens) == _MOST_TOKENS:
            raise ValueError(f'no rule for plurals: "{rule[:80]}"')
        tokens.append(found[1])
        at = found.end()
    return tokens


class _Reading:
    """An expression as far as it is read, from the left; the parts become functions."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = [*reversed(tokens)]

    def _next(self) -> str:
        return self._tokens[-1] if self._tokens else ""

    def expect(self, token: str) -> None:
        if self._next() != token:
            raise ValueError(f'"{token or "the end"}" is expected, not "{self._next()}"')
        if token:
            self._tokens.pop()

    def choice(self) -> Form:
        condition = self._joined(0)
        if self._next() != "?":
            return condition
        self.expect("?")
        then = self.choice()
        self.expect(":")
        otherwise = self.choice()
        return lambda n: then(n) if condition(n) else otherwise(n)

    def _joined(self, level: int) -> Form:
        """Return what *level* and all that binds closer make of what comes next."""
        if level == len(_LEVELS):
            return self._single()
        form = self._joined(level + 1)
        while (join := _LEVELS[level].get(self._next())) is not None:
            self.expect(self._next())
            form = _with(join, form, self._joined(level + 1))
        return form

    def _single(self) -> Form:
        token = self._next()
        match token:
            case "n":
                self.expect(token)
                return lambda n: n
            case "(":
                self.expect(token)
                form = self.choice()
                self.expect(")")
                return form
            case "!":
                self.expect(token)
                negated = self._single()
                return lambda n: int(not negated(n))
            case _ if token.isdigit():
                self.expect(token)
                number = int(token)
                return lambda _: number
            case _:
                raise ValueError(f'a number is expected, not "{token or "the end"}"')


def _with(join: Callable[[int, int], object], left: Form, right: Form) -> Form:
    return lambda n: int(join(left(n), right(n)))  # type: ignore[call-overload]  # a bool or an int
