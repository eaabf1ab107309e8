"""A file as readers see it: recognised by content, decoded once, and never larger than allowed."""

import gzip
import json
from io import BytesIO
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.config import Limits
from reportgen.errors import ReadError
from reportgen.readers import json_text as module
from reportgen.readers.bounds import Bounds
from reportgen.readers.decoding import decode
from reportgen.readers.json_text import check_depth
from reportgen.readers.source import Source

LIMITS = Limits()


def source(data: bytes, name: str = "file", limits: Limits = LIMITS) -> Source:
    """Return *data* as a file called *name*."""
    return Source(name, lambda: BytesIO(data), bounds=Bounds(limits))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<testsuite/>", "xml"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><a/>", "xml"),
        ("<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16"), "xml"),
        (b"<!-- c --><a/>", "xml"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"<HTML><body>", "html"),
        (b"<!-- served --> <!doctype HTML>", "html"),
        (b'{"a": 1}', "json"),
        (b"[]", "json"),
        (b'[{"a": 1}]', "json"),
        (b"[1, 2]", "json"),
        (b"[12:30:01] building", "text"),
        (b"[INFO] building", "text"),
        (b"{{ template }}", "text"),
        (b"< 3 hearts", "text"),
        (b"hello", "text"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "binary"),
    ],
)
def test_kind(data: bytes, kind: str) -> None:
    """What a file is is told by how it begins."""
    assert kind == source(data).kind


@pytest.mark.parametrize(
    ("data", "root"),
    [
        (b"<testsuite/>", "testsuite"),
        (b'<?xml version="1.0"?>\n<!-- c -->\n<testsuites name="a">', "testsuites"),
        (b'<j:testsuite xmlns:j="u">', "testsuite"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "a"),
        (b'<?xml version="1.0"?>', None),
        (b"text", None),
    ],
)
def test_root(data: bytes, root: str | None) -> None:
    """The root is the first element, without its prefix."""
    assert root == source(data).root


def test_many_comments_take_no_time() -> None:
    """A head of comments that never end in an element is recognised in one pass."""
    data = b"<!-- -->" * 8_000

    assert source(data + b"<a/>").root in {"a", None}
    assert "xml" == source(data).kind


@pytest.mark.parametrize(
    ("name", "stem", "suffix"),
    [
        ("a/b.c.XML", "b.c", ".xml"),
        ("a\\b.log", "b", ".log"),
        ("a.d/b", "b", ""),
        (".hidden", ".hidden", ""),
        ("b.", "b", "."),
        ("", "", ""),
    ],
)
def test_names(name: str, stem: str, suffix: str) -> None:
    """The stem and the suffix are those of the last part of the name."""
    assert (stem, suffix) == (source(b"", name).stem, source(b"", name).suffix)


def test_gzip_is_opened() -> None:
    """Compressed content is read as what it holds, whatever the file is called."""
    packed = source(gzip.compress(b"<testsuite/>"), "junit.xml")

    assert ("xml", "testsuite") == (packed.kind, packed.root)
    assert "<testsuite/>" == packed.text


@pytest.mark.parametrize("cut", [2, 5, 12, 25, -4, -1])
def test_broken_gzip(cut: int) -> None:
    """Compressed content that breaks off is an error of the file."""
    whole = gzip.compress(bytes(range(256)) * 9, mtime=0)

    with pytest.raises(ReadError, match="the gzip data is broken"):
        source(whole[:cut]).data(1 << 20, "text")


@pytest.mark.parametrize("key", ["file", "log"])
def test_a_bomb_is_defused(key: Literal["file", "log"]) -> None:
    """Content that unpacks to more than the limit is given up while it is unpacked."""
    bomb = gzip.compress(b"\0" * (8 << 20))
    packed = source(bomb, limits=Limits(file=1 << 20))

    with pytest.raises(ReadError, match=r"the limit of 1 MiB; raise limits\.file to read more"):
        list(packed.chunks(key))


def test_limits_of_a_format() -> None:
    """A reader may ask for less than the whole."""
    with pytest.raises(ReadError, match=r"the limit of 1 MiB; raise limits\.text to read more"):
        source(b"x" * ((1 << 20) + 1)).data(1 << 20, "text")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("größe".encode(), "größe"),
        ("größe".encode("utf-8-sig"), "größe"),
        ("größe".encode("utf-16"), "größe"),
        ("größe".encode("utf-16-le"), "größe"),
        ("größe".encode("utf-16-be"), "größe"),
        ("größe".encode("utf-32"), "größe"),
        ("größe".encode("cp1252"), "größe"),
        (b"a\x81b", "a\ufffdb"),
        (b"", ""),
    ],
)
def test_decode(data: bytes, text: str) -> None:
    """Bytes are read by their mark, as UTF-8, or as a Windows log would be; never refused."""
    assert text == decode(data, errors="fallback")


@pytest.mark.parametrize(
    ("data", "documents"),
    [
        (b'{"a": 1}', [{"a": 1}]),
        (b'{"a": 1}\n{"a": 2}\n', [{"a": 1}, {"a": 2}]),
        (b'\x1e{"a": 1}\n\x1e[2]', [{"a": 1}, [2]]),
        (b"\xef\xbb\xbf[1]", [[1]]),
        (b"", []),
    ],
)
def test_documents(data: bytes, documents: list[object]) -> None:
    """A file holds one JSON document, or several in a row."""
    assert documents == source(data).documents


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a": ', "not JSON"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b'{"a": NaN}', "a number is written as N…, which JSON does not have"),
        (b'{"a": -Infinity}', "a number is written as -…, which JSON does not have"),
        (b'{"a": 1e999}', "out of range"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b"[" * 65 + b"]" * 65, "nested deeper than the limit of 64 levels"),
        (b"[" * 200_000, "nested deeper"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not acceptable JSON"),
    ],
)
def test_documents_that_are_refused(data: bytes, message: str) -> None:
    """JSON that is broken, ambiguous, endless or too deep is an error of the file."""
    with pytest.raises(ReadError, match=message):
        _ = source(data).documents


def test_brackets_in_text_are_no_depth() -> None:
    """Brackets inside a string nest nothing."""
    assert [{"a": "[" * 100}] == source(b'{"a": "' + b"[" * 100 + b'"}').documents


def test_more_lists_than_memory_is_worth() -> None:
    """Lists and objects are counted before memory is spent on them."""
    limits = Limits.model_validate({"json-nodes": 3})

    assert [[[], []]] == source(b"[[], []]", limits=limits).documents
    with pytest.raises(ReadError, match="more than 3 lists and objects, the limit"):
        _ = source(b"[[], [], {}]", limits=limits).documents


@given(st.text(alphabet='"\\\\[]{}a\n', max_size=30), st.integers(1, 4))
@example('"\\', 4)
@example('"a\\"', 4)
@example('"" ""[', 1)
def test_depth_is_counted_as_the_parser_counts_it(text: str, deepest: int) -> None:
    """What is JSON is refused where a list in it lies too deep, whatever its strings hold."""
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    limits = Limits().model_copy(update={"depth": deepest})
    try:
        check_depth(text, limits)
        refused = False
    except ReadError:
        refused = True

    assert document is None or refused == (depth(document) > deepest)


def depth(document: object) -> int:
    """Return how deep lists and objects of *document* lie in each other."""
    if isinstance(document, dict | list):
        inner = document.values() if isinstance(document, dict) else document
        return 1 + max(map(depth, inner), default=0)
    return 0


def test_a_string_without_an_end_is_looked_for_once() -> None:
    """It goes to the end, so no quote in it begins one again: that would take minutes of CPU."""
    with pytest.raises(ReadError, match="not JSON: unterminated string"):
        _ = source(b'["' + b'\\"[' * 80_000).documents


def test_why_a_document_is_none_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each format asks; the text is parsed for the first."""
    asked = source(b'["')
    parsed = []
    monkeypatch.setattr(module, "check_depth", lambda *_: parsed.append(1))
    for _ in range(3):
        with pytest.raises(ReadError, match="not JSON"):
            _ = asked.documents

    assert [1] == parsed
