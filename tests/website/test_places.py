"""Addresses: safe, stable, and different on every disk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.website.places import (
    Place,
    TakenError,
    anchor,
    check_unique,
    digest,
    id_url,
    named_url,
)
from reportgen.website.writing import check_address

names = st.text(max_size=80) | st.sampled_from(
    ["<script>", "../..", "x" * 10_000, "שלום", "💥", "con", "index", "a/b", "", "API", "api"]
)


@given(name=names, key=names)
def test_any_name_makes_a_safe_address(name: str, key: str) -> None:
    """Whatever a thing is called, its page is a file in the folder of its kind."""
    url = named_url("services", name, key)
    check_address(url)

    assert url.startswith("services/")
    assert url.casefold() == url
    assert len(url) < 100


@given(one=names, other=names)
def test_different_names_have_different_addresses(one: str, other: str) -> None:
    """Also where they differ by case alone, or by what no address can hold."""
    urls = {named_url("memory", name).casefold() for name in {one, other}}

    assert len({one, other}) == len(urls)


@given(known_id=names)
def test_any_id_makes_a_safe_address_and_anchor(known_id: str) -> None:
    """An id is used as it is only where that is safe, and never takes the name of the list."""
    url = id_url("failures", known_id)
    check_address(url)

    assert url != "failures/index.html"
    assert anchor("t", known_id).isascii()
    assert " " not in anchor("t", known_id)


def test_a_plain_id_is_its_address() -> None:
    """So that an address can be made of what the JSON says."""
    assert id_url("failures", "c0ffee0123456789") == "failures/c0ffee0123456789.html"


@pytest.mark.parametrize("device", ["con", "prn", "aux", "nul", "com1", "lpt9", "CON"])
def test_no_page_is_a_device(device: str) -> None:
    """On Windows a file of such a name cannot be written or unpacked, whatever its suffix."""
    for url in (id_url("failures", device), named_url("failures", device)):
        name = url.rpartition("/")[2].partition(".")[0]

        assert device.casefold() != name


def test_addresses_stay_the_same() -> None:
    """A link into the site that somebody kept leads there for ever."""
    assert named_url("services", "api") == "services/api-5452702f91.html"
    assert digest("a", "b") != digest("ab")


def test_addresses_that_differ_by_case_only_are_refused() -> None:
    """On some disks they would be one file."""
    with pytest.raises(TakenError, match="two pages"):
        check_unique(["a/B.html", "a/b.html"])


@pytest.mark.parametrize(
    ("url", "root"), [("index.html", ""), ("flaky/index.html", "../"), ("runs/a/x.html", "../../")]
)
def test_way_to_the_root(url: str, root: str) -> None:
    """From each page the folder of the site is as many steps up as it is deep."""
    assert root == Place(url, "").root
