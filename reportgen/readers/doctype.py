"""
XML whose writers declare a document type that names a file: ``<!DOCTYPE report … "report.dtd">``.

Such a declaration is blanked out before the parser sees it, so nothing is resolved or loaded.
One that declares something itself, between brackets, stays, and the parser refuses it.
"""

import re
from collections.abc import Iterator
from typing import Final

from reportgen.errors import ReadError
from reportgen.readers.source import HEAD, Source
from reportgen.readers.xml import NotWellFormedError, Parser, check_encoding
from reportgen.wording import phrase

_LITERAL = rb"""(?:"[^"<>]{0,500}"|'[^'<>]{0,500}')"""
_DOCTYPE: Final = re.compile(
    rb"(?P<before>(?:\xef\xbb\xbf)?(?>(?:\s|<\?[^>]{0,500}\?>|<!--(?>(?:[^-]|-(?!->))*)-->)*))"
    rb"(?P<doctype><!DOCTYPE\s+[A-Za-z_][\w.:-]{0,100}"
    rb"(?:\s+(?:PUBLIC\s+" + _LITERAL + rb"|SYSTEM)\s*" + _LITERAL + rb")?\s*>)"
)
_NOT_LINE_END: Final = re.compile(rb"[^\r\n]")


def run(parser: Parser, source: Source) -> NotWellFormedError | None:
    """
    Feed *source* to *parser*, without a document type that only names a file.

    Return where the document breaks, or None where it is whole.

    Raises:
        ReadError: a guard was hit.

    """
    check_encoding(source.head)
    try:
        parser.run(_pieces(source))
    except NotWellFormedError as error:
        return error
    return None


def not_xml(error: NotWellFormedError) -> ReadError:
    """Return what to raise of a document that breaks before its totals."""
    if error.cut_off:
        what = phrase("the file ends before its totals: {why}", why=error.reason)
    else:
        what = phrase("not well-formed XML: {why}", why=error.reason)
    return ReadError(what, error.place)


def _pieces(source: Source) -> Iterator[bytes]:
    first = True
    for piece in source.chunks():
        if first and (found := _DOCTYPE.match(piece, 0, HEAD)):
            start, end = found.span("doctype")
            # As many bytes and lines as before: places in messages stay right.
            yield piece[:start] + _NOT_LINE_END.sub(b" ", piece[start:end]) + piece[end:]
        else:
            yield piece
        first = False
