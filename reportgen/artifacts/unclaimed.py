"""
What to say of a file that no reader takes.

A file that claims to be a report, by its name or by a shape that is known, and cannot be read, is
rejected: results may be lost with it. Anything else that a job leaves about is ignored.
"""

from typing import Final, NamedTuple

from reportgen.model.run import ArtifactStatus
from reportgen.model.text import one_line
from reportgen.readers.source import Source
from reportgen.wording import marked, phrase

UNKNOWN: Final = "unknown"

# Test reports that are not JUnit, by their root element, and how to have JUnit of them.
_FOREIGN_TESTS: Final = {
    "test-results": marked("NUnit 2; convert it with a JUnit transform"),
    "testng-results": marked("TestNG; point at its junitreports folder"),
    "testrun": marked("Eclipse JUnit; export it as Ant's XML"),
    "Site": marked("CTest of another kind than tests; run ctest -T Test or --output-junit FILE"),
    "testExecutions": marked("SonarQube generic; point at the JUnit report it was made from"),
    "robot": marked("Robot Framework; run rebot --xunit FILE"),
}
_FOREIGN_COVERAGE: Final = {"coverage", "CoverageSession"}
_ANSWERS: Final = {"html", "error", "errorresponse"}
_CLAIMS: Final = {".xml": "XML", ".trx": "XML", ".json": "JSON"}
_OTHER_ARCHIVES: Final = (b"7z\xbc\xaf", b"Rar!")
_NEVER_TESTS: Final = (
    ".json", ".log", ".txt", ".md", ".csv", ".html", ".png", ".jpg", ".svg", ".js", ".css",
)  # fmt: skip


class Opinion(NamedTuple):
    """What becomes of the file; *message* is empty where there is nothing to say."""

    status: ArtifactStatus
    format: str
    message: str
    holds_tests: bool = False


def may_hold_tests(path: str) -> bool:
    """Whether what could not be reached may have been test results, as far as its name tells."""
    return not path.lower().endswith(_NEVER_TESTS)


def claims_a_format(source: Source) -> bool:
    """Whether the file's name says that it is XML or JSON."""
    return source.suffix in _CLAIMS


def opinion_of(source: Source) -> Opinion:
    """Return what to say of *source*, which no reader takes."""
    match source.kind:
        case "xml":
            return _of_xml(source)
        case "json":
            return _of_json(source)
        case kind if claims_a_format(source):
            claimed = _CLAIMS[source.suffix]
            message = {
                "empty": phrase("the file is empty"),
                "html": phrase(
                    "an HTML page, not {claimed}: most likely an error page that was saved",
                    claimed=claimed,
                ),
                "binary": phrase("binary data, not {claimed}", claimed=claimed),
            }.get(kind, phrase("not {claimed}: it begins with other text", claimed=claimed))
            if "${{" in source.head_text[:200]:
                message = phrase(
                    "an expression that was not expanded (${{ … }}): hand it over in env, as "
                    "in printf '%s' \"$STEPS\" > steps.json"
                )
            is_xml = claimed == "XML"
            return Opinion("rejected", "junit" if is_xml else UNKNOWN, message, is_xml)
        case "binary" if source.head.startswith(_OTHER_ARCHIVES):
            message = phrase("an archive of a kind that is not read; pack it as zip or tar")
            return Opinion("rejected", UNKNOWN, message, holds_tests=True)
        case "binary":
            return Opinion("ignored", "binary", phrase("binary data"))
        case "html":
            return Opinion("ignored", "html", phrase("an HTML page"))
        case _:
            return Opinion("ignored", UNKNOWN, phrase("the file is empty"))


def _of_xml(source: Source) -> Opinion:
    root = source.root
    if root is None:
        message = phrase("no root element: the XML ends before it begins")
        return Opinion("rejected", "junit", message, holds_tests=True)
    if root in _FOREIGN_TESTS:
        message = phrase(
            "<{root}> is not JUnit XML but {what}", root=root, what=phrase(_FOREIGN_TESTS[root])
        )
        return Opinion("rejected", UNKNOWN, message, holds_tests=True)
    if claims_a_format(source) and root.lower() in _ANSWERS:
        message = phrase(
            "<{root}> is an error answer or a web page that was saved, no test report", root=root
        )
        return Opinion("rejected", "junit", message, holds_tests=True)
    if root in _FOREIGN_COVERAGE:
        message = phrase(
            "<{root}> is no coverage report that is read; write it as Cobertura XML", root=root
        )
        return Opinion("ignored", "xml", message)
    message = phrase("XML with the root <{root}>, which is no test report", root=one_line(root, 60))
    return Opinion("ignored", "xml", message)


def _of_json(source: Source) -> Opinion:
    document = source.document
    if _CLAIMS.get(source.suffix) == "XML":
        message = phrase("JSON, not XML: most likely an error answer that was saved")
        return Opinion("rejected", "junit", message, holds_tests=True)
    if isinstance(document, dict) and {"schema_version", "verdict", "artifacts"} <= document.keys():
        return Opinion(
            "ignored", "reportgen-run", phrase("a report of reportgen's own, no evidence")
        )
    return Opinion("ignored", "json", phrase("JSON in no known shape"))
