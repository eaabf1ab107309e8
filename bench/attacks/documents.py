"""Attacks by what one file says: XML, JSON, encodings, compression."""

import gzip
from pathlib import Path
from typing import Final

from attacks.attack import CANARY, READ, REFUSED, Attack, file

_HEAD: Final = b'<?xml version="1.0"?>'
_ONE: Final = b'<testsuite name="s"><testcase classname="c" name="n" time="1"/></testsuite>'
_MIB: Final = 1 << 20
_EITHER: Final = READ | REFUSED


def _xml(name: str, says: str, *pieces: bytes, statuses: frozenset[str] = REFUSED) -> Attack:
    return Attack("XML", name, file("bad.xml", *pieces), statuses, says)


def _json(name: str, says: str, *pieces: bytes, statuses: frozenset[str] = REFUSED) -> Attack:
    return Attack("JSON", name, file("bad.json", *pieces), statuses, says)


def _text(name: str, data: bytes, statuses: frozenset[str], says: str = "") -> Attack:
    return Attack("encodings", name, file("bad.xml", data), statuses, says)


def _case(message: bytes) -> bytes:
    return (
        b'<testsuite name="s"><testcase classname="c" name="n"><failure message="'
        + message
        + b'"/>'
        b"</testcase></testsuite>"
    )


def _gzip_bomb(folder: Path) -> None:
    with gzip.open(folder / "bad.xml", "wb", 9) as stream:
        stream.write(_HEAD + b"<testsuite><testcase><system-out>")
        for _ in range(300):
            stream.write(b" " * _MIB)


def _gzip_twice(folder: Path) -> None:
    inner = gzip.compress(_ONE)
    (folder / "bad.xml.gz").write_bytes(gzip.compress(inner))


_LAUGHS: Final = b"".join(
    b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12)
)
_DOCTYPE: Final = "DOCTYPE"
_STRUCTURE: Final = b'{"services": '

DOCUMENTS: Final[tuple[Attack, ...]] = (
    _xml("a local file as an entity", _DOCTYPE, _HEAD,
         b'<!DOCTYPE t [<!ENTITY x SYSTEM "../outside.txt">]>', _case(b"&x;")),
    _xml("a local file as a parameter entity", _DOCTYPE, _HEAD,
         b'<!DOCTYPE t [<!ENTITY % x SYSTEM "../outside.txt"> %x;]>', _ONE),
    _xml("an external document type", _DOCTYPE, _HEAD,
         b'<!DOCTYPE t SYSTEM "http://127.0.0.1:9/x.dtd">', _ONE),
    _xml("entities that grow tenfold eleven times", _DOCTYPE, _HEAD,
         b'<!DOCTYPE t [<!ENTITY e0 "lol">', _LAUGHS, b"]>", _case(b"&e11;")),
    _xml("one long entity, many times", _DOCTYPE, _HEAD,
         b'<!DOCTYPE t [<!ENTITY e "', b"x" * 30_000, b'">]>', _case(b"&e;" * 20_000)),
    _xml("an entity that names itself", _DOCTYPE, _HEAD,
         b'<!DOCTYPE t [<!ENTITY e "&e;">]>', _case(b"&e;")),
    _xml("a document type that adds attributes", _DOCTYPE, _HEAD,
         b'<!DOCTYPE t [<!ATTLIST testcase name CDATA "forged">]>', _ONE),
    _xml("an inclusion of a file", "", _HEAD,
         b'<testsuite xmlns:xi="http://www.w3.org/2001/XInclude"><testcase classname="c" name="n">'
         b'<failure><xi:include href="../outside.txt" parse="text"/></failure></testcase>'
         b"</testsuite>", statuses=READ),
    _xml("100,000 elements deep", "deeper than the limit", b"<testsuite>" * 100_000),
    _xml("an attribute of 20 MiB", "token", b'<testsuite name="', b"x" * (20 * _MIB), b'"/>'),
    _xml("a comment of 20 MiB", "token",
         b"<testsuite><!--", b"x" * (20 * _MIB), b"--></testsuite>"),
    _xml("an element's name of 20 MiB", "token", b"<testsuite><a", b"x" * (20 * _MIB), b"/>"),
    _xml("300,000 attributes", "", b"<testsuite ",
         b"".join(b'a%d="" ' % n for n in range(300_000)), b"/>"),
    _xml("a text of 100 MiB", "", b"<testsuite><testcase name='n'><failure>",
         *[b"x" * _MIB] * 100, b"</failure></testcase></testsuite>", statuses=READ),
    _xml("300,000 empty tests", "", b"<testsuite>",
         b'<testcase classname="c" name="n" time="0.1"/>' * 300_000, b"</testsuite>",
         statuses=READ),
    _xml("1,000,000 notes on one test", "", b"<testsuite><testcase name='n'><failure/><properties>",
         b'<property name="a" value="b"/>' * 1_000_000, b"</properties></testcase></testsuite>",
         statuses=_EITHER),
    _xml("numbers that are none", "", b'<testsuite tests="', b"9" * 5000,
         b'" time="1e999"><testcase name="n" time="NaN"/><testcase name="m" time="-5"/>'
         b"</testsuite>", statuses=READ),
    _json("100,000 lists deep", "deeper than the limit", b"[" * 100_000),
    _json("100,000 objects deep", "deeper than the limit", b'{"a":' * 100_000),
    _json("a number of 5,000 digits", "", _STRUCTURE, b'{"a": ', b"9" * 5000, b"}}"),
    _json("a number beyond all", "out of range", _STRUCTURE, b'{"a": 1e999}}'),
    _json("a string without an end, with 100,000 quotes in it", "not JSON",
          b'{"services": "', b'\\"[' * 100_000),
    _json("NaN", "which JSON does not have", _STRUCTURE, b'{"a": NaN}}'),
    _json("minus infinity", "which JSON does not have", _STRUCTURE, b'{"a": -Infinity}}'),
    _json("a key twice, the first one red", "stands twice", _STRUCTURE,
          b'{"api": {"status": "down", "status": "up"}}}'),
    _json("a lone surrogate as a name", "", _STRUCTURE, b'{"\\ud800": "up"}}', statuses=_EITHER),
    _json("the prototype of everything as a name", "", _STRUCTURE,
          b'{"__proto__": "up", "constructor": "down"}}', statuses=READ),
    _json("4,000,000 empty lists", "larger than the limit", b"[", b"[]," * 4_000_000, b"[]]"),
    _json("2,500,000 empty lists", "lists and objects, the limit",
          b"[", b"[]," * 2_500_000, b"[]]"),
    _json("600,000 keys", "", b"{", b"".join(b'"%d":1,' % n for n in range(600_000)), b'"a":1}'),
    _text("UTF-7", b'<?xml version="1.0" encoding="UTF-7"?><testsuite/>', REFUSED, "encoding"),
    _text("an encoding that is a codec of Python",
          b'<?xml version="1.0" encoding="rot13"?><testsuite/>', REFUSED, "encoding"),
    _text("UTF-32", ("\ufeff" + _ONE.decode()).encode("utf-32-le"), _EITHER),
    _text("UTF-16 that says it is UTF-8",
          '<?xml version="1.0" encoding="UTF-8"?><testsuite/>'.encode("utf-16"), _EITHER),
    _text("raw surrogates", _case(b"\xed\xa0\x80"), _EITHER),
    _text("a zero byte in a name", _case(b"a\0b"), _EITHER),
    _text("escapes of a terminal", _case(b"\x1b]52;c;AAAA\x07"), _EITHER),
    Attack("compression", "300 MiB of blanks as gzip", _gzip_bomb, REFUSED,
           "larger than the limit"),
    Attack("compression", "gzip in gzip", _gzip_twice, REFUSED),
    Attack("compression", "gzip that is cut off",
           file("bad.xml", gzip.compress(_ONE * 50)[:60]), REFUSED, "gzip"),
    Attack("compression", "gzip with something behind it",
           file("bad.xml", gzip.compress(_ONE) + CANARY.encode()), _EITHER),
)  # fmt: skip
