"""Tokens of vendors: each prefix is known, and what only looks like one is left."""

import re

import pytest

from reportgen.redaction import Redactor, said
from reportgen.redaction.kinds import KINDS
from reportgen.redaction.kinds.vendors import KINDS as VENDORS

_HEX = "0123456789abcdef" * 6
_MIXED = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0" * 3
_LOWER = _MIXED.lower()

# The parts are put together here, so that no scanner takes the repository for one that leaks.
TOKENS: tuple[tuple[str, str, str], ...] = (
    ("aws-key", "AK" + "IA", "Q7W2E3R4T5Y6U7I2"),
    ("aws-key", "AS" + "IA", "Q7W2E3R4T5Y6U7I2"),
    ("aws-key", "AB" + "SK", _MIXED[:60]),
    ("github-token", "gh" + "o_", _MIXED[:36]),
    ("github-token", "gh" + "u_", _MIXED[:36]),
    ("github-token", "gh" + "r_", _MIXED[:36]),
    ("gitlab-token", "glp" + "at-", _MIXED[:27] + ".01." + _LOWER[:9]),
    ("gitlab-token", "glr" + "t-", _MIXED[:20]),
    ("gitlab-token", "glc" + "bt-", "64_" + _MIXED[:20]),
    ("gitlab-token", "gla" + "gent-", _MIXED[:50]),
    ("slack-token", "xo" + "xp-", "123456789012-" + _MIXED[:24]),
    ("slack-token", "xa" + "pp-", "1-A0-123-" + _LOWER[:40]),
    ("google-key", "ya" + "29.", _MIXED[:60]),
    ("google-key", "GOC" + "SPX-", _MIXED[:28]),
    ("stripe-key", "rk_" + "live_", _MIXED[:24]),
    ("stripe-key", "wh" + "sec_", _MIXED[:32]),
    ("openai-key", "sk-" + "ant-", "api03-" + _MIXED[:90]),
    ("openai-key", "sk-" + "svcacct-", _MIXED[:60]),
    ("openai-key", "sk-" + "or-v1-", _HEX[:64]),
    ("azure-secret", "", "abc8" + "Q~" + _MIXED[:34]),
    ("telegram-token", "123456789" + ":A", "A" + _MIXED[:33]),
    ("docker-token", "dckr" + "_pat_", _MIXED[:27]),
    ("hugging-face-token", "h" + "f_", "aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH"),
    ("digitalocean-token", "do" + "p_v1_", _HEX[:64]),
    ("databricks-token", "da" + "pi", _HEX[:32]),
    ("vault-token", "hv" + "s.", _MIXED[:90]),
    ("terraform-token", "", _MIXED[:14] + ".atlas" + "v1." + _MIXED[:64]),
    ("grafana-token", "gl" + "sa_", _MIXED[:32] + "_0123abcd"),
    ("sentry-token", "sn" + "trys_", "eyJ" + _MIXED[:80]),
    ("linear-key", "lin_" + "api_", _MIXED[:40]),
    ("atlassian-token", "ATA" + "TT3", "xFfGF0" + _MIXED[:80]),
    ("square-token", "sq0" + "atp-", _MIXED[:22]),
    ("shopify-token", "shp" + "at_", _HEX[:32]),
    ("new-relic-key", "NRA" + "K-", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0"),
    ("doppler-token", "dp." + "pt.", _MIXED[:43]),
    ("heroku-key", "HRK" + "U-AA", _MIXED[:58]),
    ("planetscale-token", "pscale" + "_tkn_", _MIXED[:43]),
    ("pulumi-token", "pu" + "l-", _HEX[:40]),
    ("rubygems-key", "ruby" + "gems_", _HEX[:48]),
    ("nuget-key", "oy" + "2", "abcdefghijklmnopqrstuvwxyz234567abcdefghijk"),
    ("clojars-token", "CLO" + "JARS_", _LOWER[:60]),
    ("artifactory-key", "AK" + "Cp", _MIXED[:69]),
    ("figma-token", "fi" + "gd_", _MIXED[:40]),
    ("notion-token", "nt" + "n_", _MIXED[:46]),
    ("postman-key", "PM" + "AK-", _HEX[:24] + "-" + _HEX[:34]),
    ("perplexity-key", "pp" + "lx-", _MIXED[:48]),
    ("groq-key", "gs" + "k_", _MIXED[:52]),
    ("xai-key", "xa" + "i-", _MIXED[:80]),
    ("replicate-token", "r8" + "_", "aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgHiJ0"),
    ("netlify-token", "nf" + "p_", _MIXED[:36]),
    ("supabase-key", "sb" + "p_", _HEX[:40]),
    ("sonarqube-token", "sq" + "u_", _HEX[:40]),
    ("tailscale-key", "ts" + "key-auth-", "kabc1CNTRL-" + _MIXED[:32]),
    ("1password-token", "ops" + "_eyJ", _MIXED[:80]),
    ("circleci-token", "CCI" + "PAT_", _MIXED[:22] + "_" + _HEX[:40]),
    ("buildkite-token", "bk" + "ua_", _HEX[:40]),
    ("dynatrace-token", "dt0" + "c01.", "ABCDEFGHIJKLMNOPQRSTUVWX." + "ABCDEFGH23456789" * 4),
    ("brevo-key", "xkey" + "sib-", _HEX[:64] + "-" + _MIXED[:16]),
    ("contentful-token", "CFP" + "AT-", _MIXED[:43]),
    ("openshift-token", "sha" + "256~", _MIXED[:43]),
    ("private-key", "AGE-SECRET" + "-KEY-1", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" * 2),
    ("webhook", "https://discord.com/api/web" + "hooks/123456789012345678/", _MIXED[:68]),
    ("webhook", "https://acme.web" + "hook.office.com/webhookb2/", _HEX[:36] + "@" + _HEX[:36]),
    ("signed-url", "https://s3.example/x?X-Amz-Sig" + "nature=", _HEX[:64]),
    ("command-password", "curl -fsS -u deploy:", "hunter2/x https://example.invalid"[:9]),
    ("command-password", "sshpass -p ", "hunter2x"),
    ("command-password", "docker login -u bot -p ", "hunter2x"),
    ("command-password", "machine example.invalid login bot password ", "hunter2x"),
    ("basic-auth", "> Basic ", "Y2FuYXJ5OmExQjJjM0Q0ZTVGNg=="),
    ("cookie", '{"name": "Cookie", "value": "', "sid=" + _MIXED[:20]),
    ("authorization", '{"name":"Authorization","value":"Token ', _MIXED[:20]),
    ("named", "- name: DB_PASSWORD\n  value: ", "hunter2x"),
    ("named", '{"key": "API_TOKEN", "value": "', "hunter2x"),
    ("named", '"auths": {"example.invalid": {"auth": "', "Y2FuYXJ5OmExQjJjM0Q0"),
    ("named", "tool --admin-password ", "hunter2x"),
    ("url-password", "mongodb+srv://app:", "p@ss/w0rd"),
    ("url-password", "amqp://guest:", "gu:est"),
    ("url-password", "rediss://:", _MIXED[:12]),
)  # fmt: skip
"""The kind, what may stay, and what may not."""


@pytest.mark.parametrize(("kind", "lead", "secret"), TOKENS)
@pytest.mark.parametrize("around", ["{}", '\n"{}"\n', "a\\n{}\\n", "a%3D{}"])
def test_a_token_goes_and_is_counted_by_its_kind(
    kind: str, lead: str, secret: str, around: str
) -> None:
    """A token goes wherever it stands, behind an escape as well, and is called what it is."""
    after = "@db.example/x" if kind == "url-password" else ""
    shown = (redactor := Redactor()).text(around.format(lead + secret + after))

    assert secret not in shown
    assert kind in redactor.counts


def test_every_prefix_is_planted() -> None:
    """No kind is without an example of it here or among the forms that are planted everywhere."""
    planted = {kind for kind, _, _ in TOKENS}
    older = {"jwt", "npm-token", "pypi-token", "sendgrid-key", "azure-key"}

    assert set() == {kind.name for kind in KINDS} - planted - older


@pytest.mark.parametrize(
    "text",
    [
        "ghp_short", "task-proj-management", "risk-ant-colony", "msg.payload.field",
        "disk-admin-tool-with-a-rather-long-name"[:19], "glpat-", "xoxo hugs", "hf_hub_download",
        "npm_config_registry=https://registry.example.org", "npm_package_dependencies_typescript",
        "sk_live_", "the dapi module", "dapi" + "x" * 32, "pul-request", "hvs.example",
        "Asia/Tokyo", "ASIAN_PACIFIC_REGIONS_2024", "AKIA", "Q~", "12:AAA", "r_squared_is_high",
        "oyster", "ntn_", "squ_are", "shaping sha256:" + _HEX[:64], "dt0c01", "atlasv1", "xai-",
        "age-secret-key-1", "PuTTY", "Basic authentication is not supported here",
        "WWW-Authenticate: Basic realm=example", "basic usage", "Basic YWJjZGVmZ2hpamts",
        "curl -s https://example.invalid/a:b", "docker run -u 1000:1000 -p 8080:80 image",
        "login failed for user password reset", "cookie=cookie, cls=cls", "Cookie banner: accepted",
        "https://discord.com/api/webhooks/", "see https://example.invalid/?signature=short",
    ],
)  # fmt: skip
def test_what_is_nearly_a_token_is_left(text: str) -> None:
    """A prefix alone, one within a word, and what is too short or of other letters stay."""
    redactor = Redactor()

    assert (text, {}) == (redactor.text(text), dict(redactor.counts))


def test_every_kind_is_said_in_words() -> None:
    """No kind is shown by its name in the code."""
    counts = {kind.name: 2 for kind in VENDORS}

    assert [] == [
        phrase
        for phrase in said(counts).split(", ")
        if not re.fullmatch(r"2 [\w].* (?:keys|tokens|secrets)", phrase)
    ]
