"""
The test cases of a report as SonarQube's generic test execution data.

https://docs.sonarsource.com/sonarqube-server/analyzing-source-code/test-coverage/generic-test-data
A test stands there below the file that defines it, so those whose file no artifact names are left
out, and so is what could not be read (`render.lost`): a comment at the top says how much, and the
command says so, too.
Times are whole milliseconds and may not be absent: where one is unknown ``0`` stands, and a comment
says for how many.
Not kept, since the format has no word for it: attempts and output.
"""

from math import isfinite
from typing import Final
from xml.etree.ElementTree import Comment, Element, SubElement, tostring

from reportgen.model.report import Report
from reportgen.model.tests import Case, Errored, Failed, Passed, Skipped
from reportgen.model.units import plural
from reportgen.render.characters import xml_text
from reportgen.render.lost import lost

NAME: Final = "sonarqube"
SUFFIX: Final = ".xml"

_TAG: Final = {"failed": "failure", "errored": "error"}


def render(report: Report) -> str:
    """Return the cases of *report* that have a file, file by file, in order of appearance."""
    root = Element("testExecutions", version="1")
    files: dict[str, Element] = {}
    untimed = 0
    for case in report.cases:
        if not case.file:
            continue
        if case.file not in files:
            files[case.file] = SubElement(root, "file", path=xml_text(case.file))
        files[case.file].append(_case(case))
        untimed += case.duration_s is None
    for element in (root, *files.values()):
        element.text = "\n"
        for child in element:
            child.tail = "\n"
    said = left_out(report)
    if untimed:
        said.append(f"{plural(untimed, 'time')} unknown, written as 0")
    comments = [tostring(Comment(f" {each} "), encoding="unicode") for each in said]
    body = "\n".join((*comments, tostring(root, encoding="unicode")))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def left_out(report: Report) -> list[str]:
    """Return in our own words what has no place in the file."""
    said = []
    if without := sum(not case.file for case in report.cases):
        whole = plural(len(report.cases), "test")
        said.append(f"{without:,} of {whole} left out: no artifact names the file that defines it")
    if unread := len(lost(report)):
        said.append(f"{plural(unread, 'file')} of tests could not be read in full")
    return said


def _case(case: Case) -> Element:
    milliseconds = case.duration_s * 1000 if case.duration_s is not None else 0.0
    duration = round(milliseconds) if isfinite(milliseconds) else 0
    made = Element("testCase", name=xml_text(case.title) or "(no name)", duration=str(duration))
    match case.outcome:
        case Failed(troubles=troubles) | Errored(troubles=troubles):
            said = SubElement(made, _TAG[case.outcome.name])
            said.set("message", xml_text(troubles[0].headline))
            said.text = xml_text("\n\n".join(each.detail for each in troubles if each.detail))
        case Skipped(reason=reason):
            SubElement(made, "skipped").set("message", xml_text(reason) or "skipped")
        case Passed():
            pass
    return made
