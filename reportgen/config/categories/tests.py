"""What says that tests were run and judged: the change's own matter."""

from typing import Final

from reportgen.config.categories.category import Category, row

ROWS: Final[tuple[Category, ...]] = (
    row(
        "test",
        r"\bcoverage\b.{0,80}(?:below|less than|under|not met|does not meet)"
        r"|required test coverage of .{1,40}not reached",
        "the coverage is below its threshold",
        "test what the change adds",
    ),
    row(
        "test",
        r"^[\s=]*[1-9]\d{0,6} failed(?:,| in )|tests run: \d{1,7}, failures: [1-9]"
        r"|tests run: \d{1,7}, failures: 0, errors: [1-9]"
        r"|there (?:are|were) (?:test failures|failing)"
        r"|^FAILED \((?:failures|errors)=|^--- FAIL: |test result: FAILED"
        r"|\b\d{1,7} (?:examples?|tests?|specs?), [1-9]\d{0,6} failures?\b"
        r"|^tests: +[1-9]\d{0,6} failed|npm (?:ERR!|error) test failed|the following tests FAILED",
        "tests failed",
        "look at the tests that failed",
    ),
)
