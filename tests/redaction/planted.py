"""
Secrets to plant, all of them made up.

They are put together here, so that no scanner takes the repository for one that leaks.
"""

import gzip
import zlib
from base64 import b64encode, urlsafe_b64encode

_A = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"
_UPPER = "Q7W2E3R4T5Y6U7I2"
_BODY = [f"{n:02}{_A}{_A[:22]}" for n in range(3)]
_JWT = ".".join([
    urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("="),
    urlsafe_b64encode(b'{"sub":"canary","exp":1}').decode().rstrip("="),
    _A,
])  # fmt: skip

FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "aws id": ("AK" + f"IA{_UPPER}", (f"IA{_UPPER}",)),
    "aws secret": (f"AWS_SECRET_ACCESS_KEY=z/{_A[:38]}", (_A[:38],)),
    "github": ("gh" + f"p_{_A[:36]}", (_A[:36],)),
    "github server": ("gh" + f"s_{_A[:36]}", (_A[:36],)),
    "github fine": ("github" + f"_pat_{_A[:22]}_{_A}", (_A,)),
    "gitlab": ("gl" + f"pat-{_A[:20]}", (_A[:20],)),
    "slack": ("xo" + f"xb-123456789012-{_A[:24]}", (_A[:24],)),
    "slack hook": ("https://hooks.slack.com" + f"/services/T0001/B0001/{_A[:24]}", (_A[:24],)),
    "npm": ("np" + f"m_{_A[:36]}", (_A[:36],)),
    "npmrc": (f"//registry.example.org/:_authToken={_A}", (_A,)),
    "pypi": ("pypi-" + f"AgEIcHlwaS5vcmc{_A}", (_A,)),
    "google": ("AI" + f"za{_A[:35]}", (_A[:35],)),
    "stripe": ("sk_" + f"live_{_A[:24]}", (_A[:24],)),
    "sendgrid": ("SG" + f".{_A[:22]}.{_A}", (_A,)),
    "azure": (f"AccountName=x;AccountKey={_A}{_A}==;EndpointSuffix=y", (_A,)),
    "azure signature": (f"https://x.example/y?sv=1&sig={_A}%3D", (_A,)),
    "openai": ("sk-" + f"proj-{_A}", (_A,)),
    "jwt": (f"id_token {_JWT}", (_A,)),
    "bearer": (f"> Authorization: Bearer {_A}", (_A,)),
    "bearer alone": (f"401 for Bearer {_A}", (_A,)),
    "basic": (f"Authorization: Basic {b64encode(b'canary:' + _A[:12].encode()).decode()}",
              (b64encode(b"canary:" + _A[:12].encode()).decode(),)),
    "cookie": (f"Cookie: theme=dark; sid={_A}", (_A,)),
    "set-cookie": (f"< Set-Cookie: session={_A}; Path=/", (_A,)),
    "url": (f"postgres://svc:{_A[:16]}@db.internal:5432/app", (_A[:16],)),
    "url without user": (f"redis://:{_A[:16]}@cache/0", (_A[:16],)),
    "env": (f"DB_PASSWORD={_A[:18]}", (_A[:18],)),
    "env quoted": (f'DB_PASSWORD="{_A[:18]}"', (_A[:18],)),
    "json": (f'{{"apiKey": "{_A[:18]}", "n": 1}}', (_A[:18],)),
    "json in json": (f'{{\\"client_secret\\": \\"{_A[:18]}\\"}}', (_A[:18],)),
    "yaml": (f"token: {_A[:18]}", (_A[:18],)),
    "option": (f"mysql --password {_A[:18]} --host db", (_A[:18],)),
    "connection string": (f"Server=db;Uid=sa;Pwd={_A[:18]};", (_A[:18],)),
    "pem": ("-----BEGIN " + "RSA PRIVATE KEY-----\n" + "\n".join(_BODY)
            + "\n-----END " + "RSA PRIVATE KEY-----", tuple(_BODY)),
}  # fmt: skip
"""What a text says, and what of it must not be met anywhere."""

BODIES = (_A, _UPPER, *_BODY, b64encode(b"canary:" + _A[:12].encode()).decode())
"""What the planted secrets are made of: no part of it may be met either."""

INNOCENT = (
    "test_token_is_refreshed",
    "KubeletVersion:v1.9.3",
    "password_field",
    "the password field is required",
    "password: must not be empty",
    "assert token == expected_token",
    "AssertionError: token != None",
    "client = Client(token=token_value, retries=3)",
    "    token = os.environ.get('X')",
    "TOKEN=${CI_TOKEN}",
    "token=***",
    "4f2c1a9e8b7d6c5f4e3d2c1b0a9f8e7d6c5b4a39",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "123e4567-e89b-12d3-a456-426614174000",
    "eyJhbGciOiJub25lIn0gdGVzdCBkYXRhIGluIGJhc2U2NA==",
    "test_lookup[key=value]",
    "secretary@example.invalid",
    "http://example.invalid:8080/a@b",
    '  File "/src/app/token.py", line 42, in secret',
    "at com.acme.TokenTest.token(TokenTest.java:42)",
    "pytest::test_token::test_secret",
    "npm_config_cache",
    "SyntaxError: Unexpected token: }",
    "Authorization: none",
    "İstanbul İİİ token",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "d41d8cd98f00b204e9800998ecf8427e",
    "index 83db48f..bf2a9c1 100644",
    "TWFuIGlzIGRpc3Rpbmd1aXNoZWQsIG5vdCBvbmx5IGJ5IGhpcyByZWFzb24sIGJ1dCBieSB0aGlz",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
    "function a(b,c){return d(e.f,g)}var h=function(i){return i.token(j)}",
    "webpack:///./src/app.8f3c2b1d.js:1:20345",
    "http://localhost:8080/health?user=a@b",
    "https://user@example.invalid/path",
    "mailto:someone@example.invalid",
    "the token=value pair of a cookie",
    "org.springframework.security.authentication.UsernamePasswordAuthenticationToken",
    "com.acme.auth.TokenServiceTest$SecretKeyTest.rejectsExpiredToken(TokenServiceTest.java:118)",
    "default-token-x7k2p",
    "pod/api-5d4f8c9b7-abcde",
    "docker.io/library/postgres@sha256:" + "0f" * 32,
    "runtimeVersion:docker://17.9.0,KubeletVersion:v1.9.3,Images:[quay.io/x@sha256:602d65]",
    'creds["token"], secret_key=creds["secret_key"]',
    "refresh(new_token=new_token, old_credentials=old_credentials)",
    'SECRET_KEY = "AWS_SECRET_ACCESS_KEY"',
    '"next_page_token": "Q2F0cw=="',
    '"password": "string?"',
    "authorization=authorization, page=2",
    "-----BEGIN PRIVATE KEY----- is the first line of a key, -----END PRIVATE KEY----- the last",
    "proxy = f'https://{user}:{password}@{host}'",
)
"""What looks like a secret and is none."""


def held(data: bytes) -> str:
    """Return *data* as text, unpacked where it is a record of compressed lines."""
    whole = bytearray(data)
    try:
        while data:
            stream = zlib.decompressobj(wbits=47)
            whole += stream.decompress(data)
            data = stream.unused_data
    except (zlib.error, gzip.BadGzipFile):
        pass
    return whole.decode("utf-8", "replace")
