"""What is taken out of a text, and what is left."""

import html
import json
import re
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.text import clean
from reportgen.redaction import Redactor, known_in, refusal, said
from reportgen.redaction.kinds import KINDS
from tests.redaction.planted import FORMS, INNOCENT

VALUE = 'v3ry/s+cr&t "ü" value!'
_MARK = re.compile(r"\[redacted:[a-z-]+\]")


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("around", ["{}", "before {}\nafter", "\t({})", "a\n{}\nb"])
def test_every_planted_form_is_taken_out(name: str, around: str) -> None:
    """A secret goes wherever in a text it stands, and each one is counted."""
    text, secrets = FORMS[name]
    redactor = Redactor()
    shown = redactor.text(around.format(text))

    assert [] == [secret for secret in secrets if secret in shown]
    assert len(_MARK.findall(shown)) == redactor.counts.total()


@pytest.mark.parametrize("text", INNOCENT)
def test_what_is_no_secret_is_left(text: str) -> None:
    """Hashes, names of tests, code and prose stay to the letter, and count nothing."""
    redactor = Redactor()

    assert text == redactor.text(text)
    assert 0 == redactor.counts.total()


@pytest.mark.parametrize(
    "form",
    [
        VALUE,
        quote(VALUE, safe=""),
        json.dumps(VALUE)[1:-1],
        json.dumps(VALUE, ensure_ascii=False)[1:-1],
        html.escape(VALUE),
        *(b64encode(b"x" * n + VALUE.encode() + b"yy").decode() for n in range(3)),
        *(urlsafe_b64encode(b"x" * n + VALUE.encode() + b"yy").decode() for n in range(3)),
    ],
)
def test_a_known_value_goes_in_every_form(form: str) -> None:
    """A value of the environment is found as it is, and as base64, URLs, JSON and HTML write it."""
    redactor = Redactor([VALUE])
    shown = redactor.text(f"<<{form}>>")

    assert {"known": 1} == dict(redactor.counts)
    assert 8 > len(_MARK.sub("", shown).strip("<>="))


def test_a_known_value_that_was_cut_goes() -> None:
    """Of a value whose end a reader cut off, the beginning is taken out."""
    redactor = Redactor(["correct-horse-battery"])

    assert "x [redacted:known]… (+9)" == redactor.text("x correct-horse-b… (+9)")
    assert "[redacted:known]\n[+9 characters]" == redactor.text("correct-horse\n[+9 characters]")


def test_a_known_value_goes_where_a_terminal_broke_its_line() -> None:
    """A line end and the blanks after it do not hide what is known."""
    redactor = Redactor(["correct-horse-battery"])

    assert "a [redacted:known] b" == redactor.text("a correct-horse\n    -battery b")


def test_what_is_left_out_between_does_not_hide_the_end_of_a_known_value() -> None:
    """After the sign of a cut the end of a value is as good as its beginning before it."""
    redactor = Redactor(["correct-horse-battery"])

    assert "x\n[+9 characters]\n[redacted:known] y" == redactor.text(
        "x\n[+9 characters]\nse-battery y"
    )


@pytest.mark.parametrize("name", FORMS)
def test_the_colours_of_a_terminal_hide_nothing(name: str) -> None:
    """What readers keep went through `clean`: an escape within a token does not part it."""
    text, secrets = FORMS[name]
    coloured = "\x1b[31m".join((text[: len(text) - 7], text[len(text) - 7 :]))
    shown = Redactor().text(clean(coloured))

    assert [] == [secret for secret in secrets if secret in shown]


@pytest.mark.parametrize(
    "unit", ["://", "://a:", "token ", "password", "curl ", "eyJ", "-----BEGIN PRIVATE KEY-----",
             "--token ", "name: token, ", "cookie, ", "Basic aaaa", "login a ", "a-known-"],
)  # fmt: skip
def test_no_text_is_slow(unit: str) -> None:
    """Signs without a secret, many thousand of them on one line: each is looked at once, or few."""
    text = unit * (60_000 // len(unit))

    assert text == Redactor(["a-known-secret-of-ci"]).text(text)


def test_the_environment_names_what_is_secret() -> None:
    """A variable counts by its name and its length; one that names a place holds no secret."""
    environ = {
        "API_TOKEN": "abcdefgh1",
        "DB_PASSWORD": "short",
        "SIGNING_KEY": "abcdefgh2",
        "KEYBOARD": "abcdefgh3",
        "TOKEN_FILE": "/run/secrets/token",
        "HOME": "/home/someone",
    }

    assert ("abcdefgh1", "abcdefgh2", "listed-one") == known_in(environ, ["listed-one", "", "x"])


def test_a_name_gives_its_value_away() -> None:
    """What a property holds is judged by the property's name, too."""
    redactor = Redactor()

    assert "[redacted:named]" == redactor.under("env.API_TOKEN", "plain")
    assert "plain" == redactor.under("browser", "plain")
    assert "1" == redactor.under("tokens", "1")


def test_the_name_of_a_test_keeps_its_parameters() -> None:
    """Parameters tell tests apart: only what can be nothing but a secret leaves a name."""
    redactor = Redactor()

    assert "logs_in[password=wrong1]" == redactor.text("logs_in[password=wrong1]", strict=True)
    assert "logs_in[password=[redacted:named]]" == redactor.text(
        "logs_in[password=a1b2c3d4e5f6g7h8]", strict=True
    )


def test_patterns_of_the_user_add_and_allow() -> None:
    """A configured pattern is taken out; what is allowed stays, whatever finds it."""
    redactor = Redactor(patterns=["acme_[a-z]{6}"], allow=["dummy-.*"])

    assert "[redacted:configured] token=dummy-secret" == redactor.text(
        "acme_abcdef token=dummy-secret"
    )
    assert {"configured": 1} == dict(redactor.counts)


@pytest.mark.parametrize(
    "text", ["(a+)+b", "(a|ab)*c", r"(.)\1", "x*", "(", "a" * 501, ".*a.*b.*c", "((a{2,9}){2,9})"]
)
def test_a_pattern_that_could_take_for_ever_is_refused(text: str) -> None:
    """Repetitions in repetitions, choices in them, references and empty matches are refused."""
    assert refusal(text) is not None


@pytest.mark.parametrize("text", ["acme_[a-z]{6}", r"\bkey-\d+\b", "(?:red|blue)-[0-9a-f]{8,}"])
def test_an_ordinary_pattern_is_taken(text: str) -> None:
    """A literal beginning with classes behind it is what patterns look like."""
    assert refusal(text) is None


@given(st.text(), st.sampled_from(sorted(FORMS)), st.text())
def test_redacting_twice_is_redacting_once(before: str, name: str, after: str) -> None:
    """What was redacted holds nothing more to take out, whatever stands around it."""
    once = Redactor().text(f"{before}\n{FORMS[name][0]}\n{after}")
    again = Redactor()

    assert once == again.text(once)
    assert 0 == again.counts.total()


def test_every_kind_has_a_source_and_a_name_of_its_own() -> None:
    """The table says where each form is described; anchors are in lower case."""
    assert len(KINDS) == len({kind.name for kind in KINDS})
    assert [] == [kind.name for kind in KINDS if not kind.source.startswith("https://")]
    assert [] == [a for kind in KINDS for a in kind.anchors if a != a.lower()]


def test_counts_are_said_in_words() -> None:
    """The phrase has the number of each kind, in the singular where it is one."""
    assert "3 AWS keys, 1 JWT" == said({"jwt": 1, "aws-key": 3})
