"""What says that tests were run and judged: the change's own matter."""

from typing import Final

from reportgen.config.categories.category import Category, row

ASSERTIONS: Final[tuple[Category, ...]] = (
    row(
        "test",
        r"\bassert(?:ion)?(?:error|failed(?:error)?)\b|\bassertion .{0,200}\bfailed\b|^E +assert "
        r"|\bexpected .{1,200} (?:to (?:be|equal|match|contain)|but (?:got|was|received))\b",
        "an assertion failed",
        "look at what was expected and what was there",
    ),
)
"""Asked before all others: what was asserted may quote any words."""

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
        r"^[\s=]*[1-9]\d{0,6} failed(?:,| in |\s*$)|^\s*[1-9]\d{0,6} failing\s*$"
        r"|tests run: \d{1,7}, failures: [1-9]"
        r"|tests run: \d{1,7}, failures: 0, errors: [1-9]"
        r"|^tests: \d{1,7}, assertions: \d{1,9}, (?:failures|errors): [1-9]"
        r"|there (?:are|were) (?:test failures|failing)"
        r"|^FAILED \((?:failures|errors)=|^--- FAIL: |test result: FAILED"
        r"|error: test failed, to rerun|\*\* TEST FAILED \*\*"
        r"|\b\d{1,7} (?:examples?|tests?|specs?), [1-9]\d{0,6} failures?\b"
        r"|\bexecuted \d{1,7} tests?, with [1-9]\d{0,6} failures?\b"
        r"|^\s*tests:? +[1-9]\d{0,6} failed|^failed! +- failed: +[1-9]"
        r"|^\d{1,7} tests completed, [1-9]\d{0,6} failed|\b[1-9]\d{0,6} of \d{1,7} failed \("
        r"|^\s*\d{1,7} - \S.{0,200} \((?:failed|timeout|segfault|not run|exception)\)"
        r"|npm (?:ERR!|error) test failed|the following tests FAILED",
        "tests failed",
        "look at the tests that failed",
    ),
)
