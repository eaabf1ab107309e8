"""Addresses that hold what opens them: passwords in URLs, signatures, hooks, connection strings."""

import re
from typing import Final

from reportgen.patterns import pattern
from reportgen.redaction.kinds.kind import CUT, Kind, by

_I: Final = re.IGNORECASE | re.ASCII
# What was taken out before, and what a template or another tool has in place of a password.
_DONE: Final = r"(?!\[redacted|\*+@|%\(?s|\$?\{[\w. ]*\}|\$[A-Z_]+@)"
_USER: Final = r"(?<=://)[^\s/:@\"'<>?#,…]{0,256}:"

KINDS: Final = (
    Kind(
        "azure-key", "Azure key", "Azure keys", ("accountkey=", "sharedaccesskey="),
        by(pattern(
            r"(?:AccountKey|SharedAccessKey)=(?:(?P<key>[A-Za-z0-9+/]{20,256}={0,2})"
            rf"|(?P<cut>[A-Za-z0-9+/]{{1,}}{CUT}))",
            _I,
        )),
        "https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string",
    ),
    Kind(
        "signed-url", "signature of a URL", "signatures of URLs", ("sig=", "signature="),
        by(pattern(
            r"(?:[?&]|&amp;|%26|\\u0026)(?:sig|x-amz-signature|x-goog-signature|signature)="
            rf"(?:(?P<signature>[A-Za-z0-9%+/_~-]{{20,1024}}={{0,2}})"
            rf"|(?P<cut>[A-Za-z0-9%+/_~-]{{1,}}{CUT}))",
            _I,
        )),
        "https://learn.microsoft.com/en-us/azure/storage/common/storage-sas-overview",
    ),
    Kind(
        "webhook", "address of a webhook", "addresses of webhooks",
        ("hooks.slack.com/", "/api/webhooks/", ".webhook.office.com/"),
        by(pattern(
            r"(?:hooks\.slack\.com/(?:services|workflows|triggers)"
            r"|discord(?:app)?\.com/api/webhooks|\.webhook\.office\.com/webhookb2)/"
            rf"(?:(?P<hook>[A-Za-z0-9/_@-]{{20,256}})|(?P<cut>[A-Za-z0-9/_@-]{{1,}}{CUT}))"
        )),
        "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
    ),
    Kind(
        "url-password", "password in a URL", "passwords in URLs", ("://",),
        by(pattern(
            # An authority ends at the first slash, and its user at the last @ before.
            rf"{_USER}(?P<password>{_DONE}[^\s/\"'<>…]{{1,1024}})@"
            # What is no port is no place, whatever slashes it has.
            rf"|{_USER}(?P<slashed>{_DONE}(?!\d{{1,5}}(?:[/?#]|$))[^\s@\"'<>…]{{1,128}})@(?=[\w\[])"
            rf"|{_USER}(?P<cut>{_DONE}(?!\d{{1,5}}…)[^\s/@\"'<>…]{{1,1024}}){CUT}"
            r"|(?<=://)(?P<user>[A-Za-z0-9_-]{20,256})@"
        )),
        "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
        (("://", r"[^\s/@…]{0,1300}[@…]|[^\s/:@,]{0,256}:(?:[^\s@]{1,128}@|[^\s/@]{1,1024}$)"),),
    ),
)  # fmt: skip
