"""What varies from run to run is masked; what says which fault it is stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.causes import normal as rules
from reportgen.causes.normal import normal

POD = "pod api-7d9f8b6c5-x2x4z of 6fa459ea-ee8a-3ca4-894e-db77e160355e"


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("expected 4, got 5", "expected #, got #"),
        ("total is -3.5e+7 of 1,000", "total is # of #"),
        ("prices [1, 2, 3]", "prices [#]"),
        ("utf8 sha256 x86_64 v2 Base64Url", "utf8 sha256 x86_64 v2 Base64Url"),
        ("order-17 of user_12345", "order-# of user_#"),
        (POD, "pod api-<id> of <id>"),
        ("commit 3cf7891a at 0x7f3e9be66ac0", "commit <id> at <id>"),
        ("Cart@1b2c3d4 lost", "Cart@<id> lost"),
        ("a deadbeef cafe", "a deadbeef cafe"),
        ("at 2026-11-23T05:38:32.123Z it broke", "at <moment> it broke"),
        ("Mon, 23 Nov 2026 05:38:32 GMT", "<moment>"),
        ("took 1m30s, then 12.5 ms, then 5000ms", "took <span>, then <span>, then <span>"),
        ("used 3.5 GiB of 4096 bytes", "used <size> of <size>"),
        ("[gw3] and pool-1-thread-12", "[<worker>] and pool-#-thread-#"),
        ("/home/runner/work/a/a/src/till.py:12: no", "<path>/till.py:#: no"),
        (r"D:\a\a\a\src\till.py:7: no", "<path>/till.py:#: no"),
        ("~/shop/prices-17.csv", "<path>/prices-#.csv"),
        (r"tests\shop\test_till.py", "tests/shop/test_till.py"),
        ("/tmp/tmpab12cd/out-3.json", "<tmp>/out-#.json"),  # noqa: S108 - text of a message
        ("/tmp/tmpab12cd", "<tmp>"),  # noqa: S108 - text of a message
        (r"C:\Users\x\AppData\Local\Temp\tmpab\out-4.json", "<tmp>/out-#.json"),
        ("GET /api/orders/12 and /api/users/13", "GET /api/orders/# and /api/users/#"),
        ("http://me:key@api.local:8080/users/42?at=1", "http://api.local:8080/users/#"),
        ("refused by database:5432", "refused by database:5432"),
        ("refused by 127.0.0.1:54321", "refused by localhost:#"),
        ("refused by [::1]:6379 and 10.1.2.3:6379", "refused by localhost:6379 and <ip>:6379"),
        ("host='db', port=5432 or port 50123", "host='db', port 5432 or port #"),
        ("[Errno 111] in line 12", "[Errno 111] in line #"),
        ("exit code 137, exit status 1", "exit code 137, exit status 1"),
        ("status was 404 of 12", "status was 404 of #"),
        ("HTTP 500 after 3 tries", "HTTP 500 after # tries"),
        ("ORA-00942: no table", "ORA-00942: no table"),
        ("\x1b[31mred\x1b[0m \ufffd[1mbold", "red bold"),
        ("left: 4\r\n right: 5\r\n", "left: # right: #"),
    ],
)
def test_what_stays(text: str, stays: str) -> None:
    """Each shape has a mask of its own, and what tells faults apart has none."""
    assert stays == normal(text)


def test_a_long_message_keeps_its_head_and_its_end() -> None:
    """What is in the middle of a long text does not count."""
    lines = [f"line {word}" for word in ("first", *("x" * 40 for _ in range(100)), "last")]
    short = normal("\n".join(lines))

    assert short.startswith("line first")
    assert short.endswith("line last")
    assert len(short) <= rules.LONGEST + 3


@given(st.text(max_size=200))
def test_any_text_is_one_line(text: str) -> None:
    """No text breaks the rules, and what stays is on one line."""
    stays = normal(text)

    assert stays == " ".join(stays.split())
    assert stays == normal(text.replace("\n", "\r\n"))
