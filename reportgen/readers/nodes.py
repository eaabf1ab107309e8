"""
The ids that pytest gives tests, and what its JUnit report calls the same test.

https://docs.pytest.org/en/stable/how-to/usage.html#nodeids
``tests/test_till.py::TestSums::test_two[a::b]`` is the case ``test_two[a::b]`` of the class
``tests.test_till.TestSums``.
"""

from reportgen.patterns import pattern

_NODE = pattern(r"(?P<file>[^\s:][^:\n]*\.(?:py|ipynb|txt|md|rst|ya?ml|robot))::(?P<rest>\S.*?)\s*")
_SUFFIX = pattern(r"\.\w+$")


def case_of(node: str) -> str | None:
    """Return the case that pytest reports for *node*, as ``class::name``, or None if it is none."""
    found = _NODE.fullmatch(node)
    if found is None:
        return None
    rest = found["rest"]
    params = rest.find("[")
    names, suffix = (rest, "") if params < 0 else (rest[:params], rest[params:])
    *classes, name = names.split("::")
    module = _SUFFIX.sub("", found["file"]).replace("\\", "/").replace("/", ".")
    return f"{'.'.join((module, *classes))}::{name}{suffix}"
