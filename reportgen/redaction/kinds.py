"""
The secrets that are known by their form, as data: one row per kind, each with its source.

A row is tried only on text that holds one of its *anchors*, which are in lower case.
What is secret is the group ``secret``; without one it is the whole match.
Every repetition has an end, or is of characters that its neighbours are not: no text is slow.
"""

import re
from typing import Final, NamedTuple

from reportgen.patterns import pattern

_CUT: Final = r"(?=…|\n\[\+|\Z)"
"""Where a reader cut a text, less of a token than its whole has to do."""


class Kind(NamedTuple):
    """
    A form of secret. *name* stands in ``[redacted:name]``, *title* is what people call one.

    *plural* is several of them, *source* where the form is described.
    """

    name: str
    title: str
    plural: str
    anchors: tuple[str, ...]
    form: re.Pattern[str]
    source: str


def _token(prefix: str, characters: str, least: int) -> re.Pattern[str]:
    """Return what begins with *prefix* and goes on for *least* of *characters*, or was cut."""
    return pattern(
        rf"(?<![A-Za-z0-9])(?:{prefix})(?:{characters}{{{least},}}|{characters}{{4,}}{_CUT})"
    )


_I: Final = re.IGNORECASE | re.ASCII

KINDS: Final = (
    Kind(
        "private-key", "private key", "private keys", ("private key",),
        pattern(
            r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?"
            r"(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)"
            # The beginning may have been left out with the lines before.
            r"|(?:(?<![^\n])[A-Za-z0-9+/=]{16,128}[ \r]?\n){0,100}"
            r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----",
            re.DOTALL,
        ),
        "https://www.rfc-editor.org/rfc/rfc7468",
    ),
    Kind(
        "authorization", "authorization header", "authorization headers",
        ("authorization", "bearer"),
        pattern(
            r"authorization[\"']{0,2}[ \t]{0,3}[:=][ \t]{0,3}[\"']?"
            r"(?:(?:bearer|basic|token|digest|negotiate|aws4-hmac-sha256)[ \t]{1,3}"
            r"(?P<secret>(?!\[redacted)[^\"'\r\n]{4,4096})|(?P<bare>(?!\[redacted)[^\s\"']{8,4096}))"
            r"|\bbearer[ \t]{1,3}(?P<bearer>[A-Za-z0-9._~+/-]{16,4096}={0,2})",
            _I,
        ),
        "https://www.rfc-editor.org/rfc/rfc9110#section-11.6.2",
    ),
    Kind(
        "cookie", "cookie", "cookies", ("cookie",),
        pattern(
            r"\b(?:set-)?cookie[\"']{0,2}[ \t]{0,3}[:=][ \t]{0,3}[\"']?"
            r"(?P<secret>(?!\[redacted)[^\s=;\"']{1,256}=[^\"'\r\n]{4,4096})",
            _I,
        ),
        "https://www.rfc-editor.org/rfc/rfc6265",
    ),
    Kind(
        "jwt", "JWT", "JWTs", ("eyj",),
        pattern(
            r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,8192}\.eyJ[A-Za-z0-9_-]{4,8192}"
            r"(?:\.[A-Za-z0-9_-]{0,8192})?"
        ),
        "https://www.rfc-editor.org/rfc/rfc7519",
    ),
    Kind(
        "aws-key", "AWS key", "AWS keys", ("akia", "asia", "abia", "acca"),
        pattern(r"(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    ),
    Kind(
        "github-token", "GitHub token", "GitHub tokens",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        _token("gh[pousr]_|github_pat_", r"\w", 20),
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github",
    ),
    Kind(
        "gitlab-token", "GitLab token", "GitLab tokens",
        ("glpat-", "gldt-", "glrt-", "glptt-", "glcbt-", "glft-", "gloas-", "glsoat-"),
        _token("gl(?:pat|dt|rt|ptt|cbt|ft|oas|soat)-", r"[\w.-]", 16),
        "https://docs.gitlab.com/security/tokens/#token-prefixes",
    ),
    Kind(
        "slack-token", "Slack token", "Slack tokens", ("xox", "xapp-", "hooks.slack.com/"),
        pattern(
            r"(?<![A-Za-z0-9])(?:xox[abceoprs]|xapp)-[A-Za-z0-9-]{10,512}"
            r"|hooks\.slack\.com/(?:services|workflows)/(?P<secret>[A-Za-z0-9/_-]{20,256})"
        ),
        "https://docs.slack.dev/authentication/tokens",
    ),
    Kind(
        "npm-token", "npm token", "npm tokens", ("npm_",),
        pattern(r"(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36,255}"),
        "https://docs.npmjs.com/about-access-tokens",
    ),
    Kind(
        "pypi-token", "PyPI token", "PyPI tokens", ("pypi-age",),
        _token("pypi-AgE", r"[\w-]", 16), "https://pypi.org/help/#apitoken",
    ),
    Kind(
        "google-key", "Google key", "Google keys", ("aiza", "ya29.", "gocspx-"),
        pattern(
            r"(?<![A-Za-z0-9])(?:AIza[\w-]{30,64}|ya29\.[\w-]{20,2048}|GOCSPX-[\w-]{20,64})"
        ),
        "https://cloud.google.com/docs/authentication/api-keys",
    ),
    Kind(
        "stripe-key", "Stripe key", "Stripe keys",
        ("sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"),
        pattern(r"(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9+/]{10,255}={0,2}"),
        "https://docs.stripe.com/keys",
    ),
    Kind(
        "openai-key", "OpenAI or Anthropic key", "OpenAI or Anthropic keys",
        ("sk-proj-", "sk-ant-", "sk-svcacct-"),
        pattern(r"(?<![A-Za-z0-9])sk-(?:proj|ant|svcacct)-[\w-]{20,512}"),
        "https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml",
    ),
    Kind(
        "sendgrid-key", "SendGrid key", "SendGrid keys", ("sg.",),
        pattern(r"(?<![A-Za-z0-9])SG\.[\w-]{16,64}\.[\w-]{16,128}"),
        "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
    ),
    Kind(
        "azure-key", "Azure key", "Azure keys", ("accountkey=", "sharedaccesskey=", "sig="),
        pattern(
            r"(?:AccountKey|SharedAccessKey)=(?P<secret>[A-Za-z0-9+/]{20,256}={0,2})"
            r"|[?&]sig=(?P<signature>[A-Za-z0-9%+/]{20,256}={0,2})",
            _I,
        ),
        "https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string",
    ),
    Kind(
        "url-password", "password in a URL", "passwords in URLs", ("://",),
        pattern(
            r"(?<=://)[^\s/:@\"'<>?#]{0,256}:(?P<secret>(?!\[redacted)[^\s/@\"'<>]{1,1024})@"
            r"|(?<=://)(?P<user>[A-Za-z0-9_-]{20,256})@"
        ),
        "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
    ),
)  # fmt: skip
