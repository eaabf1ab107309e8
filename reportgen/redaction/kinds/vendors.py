"""
Tokens that say by their beginning whose they are.

What a prefix is, and how long what follows, is a fact that the vendor states, or that the rules of
scanners agree on; the expressions are our own, and wider: a token that grows is still one.
A kind without a prefix of its own (thirty-two hexadecimal digits) is not here: a hash is that, too.
"""

import re
from typing import Final

from reportgen.patterns import pattern
from reportgen.redaction.kinds.kind import CUT, START, Kind, by, token

_WORD: Final = r"[\w-]"
_ALNUM: Final = "[A-Za-z0-9]"
_SCANNERS: Final = "https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml"
"""Where the vendor has no page that states the form."""


def _vendor(
    vendor: str, what: str, prefixes: tuple[str, ...], characters: str, least: int,
    source: str = _SCANNERS,
) -> Kind:  # fmt: skip
    """Return the kind of *vendor* whose tokens begin with one of *prefixes*, to the letter."""
    return Kind(
        f"{vendor.lower().replace(' ', '-')}-{what}",
        f"{vendor} {what}",
        f"{vendor} {what}s",
        tuple(dict.fromkeys(prefix.lower() for prefix in prefixes)),
        by(token("|".join(map(re.escape, prefixes)), characters, least)),
        source,
    )


def _form(form: str) -> re.Pattern[str]:
    """Return *form* where a token may begin; ``CUT`` in it stands for where a text was cut."""
    return pattern(rf"{START}(?:{form.replace('CUT', CUT)})", re.ASCII)


KINDS: Final = (
    Kind(
        "aws-key", "AWS key", "AWS keys", ("akia", "asia", "abia", "acca", "absk"),
        by(_form(
            r"(?:AKIA|ASIA|ABIA|ACCA)(?:[A-Z0-9]{16}(?![A-Za-z0-9])|[A-Z0-9]{1,15}CUT"
            r"|[A-Z0-9]{8,15}\Z)|ABSK[A-Za-z0-9+/]{40,512}={0,2}"
        )),
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
        (
            *((each, "[a-z]{0,16}(?![a-z_])") for each in ("akia", "asia", "abia", "acca")),
            ("absk", ""),
        ),
    ),
    _vendor(
        "GitHub", "token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"), r"\w", 20,
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github",
    ),
    _vendor(
        "GitLab", "token",
        (
            "glpat-", "gldt-", "glrt-", "glrtr-", "glptt-", "glcbt-", "glft-", "glimt-", "glagent-",
            "gloas-", "glsoat-", "glffct-", "glwt-",
        ),
        r"[\w.-]", 16, "https://docs.gitlab.com/security/tokens/#token-prefixes",
    )._replace(signs=(("gl", "[a-z]{2,5}-"),)),
    Kind(
        "slack-token", "Slack token", "Slack tokens",
        ("xoxa-", "xoxb-", "xoxc-", "xoxd-", "xoxe-", "xoxe.xox", "xoxo-", "xoxp-", "xoxr-",
         "xoxs-", "xapp-"),
        by(token(r"xox[a-eoprs]-|xoxe\.xox[bp]-|xapp-", r"[A-Za-z0-9%-]", 10)),
        "https://docs.slack.dev/authentication/tokens",
    ),
    _vendor("npm", "token", ("npm_",), _ALNUM, 36, "https://docs.npmjs.com/about-access-tokens"),
    _vendor("PyPI", "token", ("pypi-AgE",), _WORD, 16, "https://pypi.org/help/#apitoken"),
    _vendor(
        "Google", "key", ("AIza", "ya29.", "GOCSPX-", "1//0"), _WORD, 20,
        "https://cloud.google.com/docs/authentication/api-keys",
    )._replace(anchors=("aiza", "ya29.", "gocspx-", "1//0"), signs=(
        ("aiza", ""), ("ya.", r"[\w-]{8}|[\w-]*…"), ("gocspx-", ""), ("//", r"[\w-]{20}|[\w-]*…"),
    )),
    Kind(
        "stripe-key", "Stripe key", "Stripe keys",
        ("sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_", "whsec_"),
        by(_form(
            r"(?:[sr]k_(?:live|test|prod)_|whsec_)"
            r"(?:[A-Za-z0-9+/]{10,255}={0,2}|[A-Za-z0-9+/]{1,9}CUT)"
        )),
        "https://docs.stripe.com/keys",
    ),
    Kind(
        "openai-key", "OpenAI or Anthropic key", "OpenAI or Anthropic keys",
        ("sk-proj-", "sk-ant-", "sk-svcacct-", "sk-admin-", "sk-or-v", "t3blbkfj"),
        by(_form(
            r"sk-(?:proj|ant|svcacct|admin|or-v1)-(?:[\w-]{20,512}|[\w-]{1,19}CUT|[\w-]{4,}\Z)"
            r"|sk-[\w-]{16,128}T3BlbkFJ[\w-]{16,128}"
        )),
        _SCANNERS,
    ),
    Kind(
        "sendgrid-key", "SendGrid key", "SendGrid keys", ("sg.",),
        by(_form(r"SG\.(?:[\w-]{16,64}\.[\w-]{16,128}|[\w-]{1,64}(?:\.[\w-]{0,128})?CUT)")),
        "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
        (("sg.", r"[\w-]*(?:[.…]|$)"),),
    ),
    Kind(
        "azure-secret", "Azure client secret", "Azure client secrets", ("q~",),
        by(pattern(r"[\w~.-]{3}[0-9]Q~(?:[\w~.-]{31,34}(?![\w~-])"
                   rf"|[\w~.-]{{1,30}}{CUT})", re.ASCII)),
        _SCANNERS,
    ),
    Kind(
        "telegram-token", "Telegram token", "Telegram tokens", (":aa",),
        by(pattern(rf"(?<![0-9])[0-9]{{6,12}}:AA(?:[\w-]{{32,34}}(?![\w-])|[\w-]{{1,31}}{CUT})",
                   re.ASCII)),
        "https://core.telegram.org/bots/api#authorizing-your-bot",
        ((":aa", r"[\w-]{8}|[\w-]*…"),),
    ),
    _vendor("Docker", "token", ("dckr_pat_", "dckr_oat_"), _WORD, 20,
            "https://docs.docker.com/security/access-tokens/"),
    _vendor("Hugging Face", "token", ("hf_", "api_org_"), _ALNUM, 30,
            "https://huggingface.co/docs/hub/security-tokens")._replace(
        signs=(("hf_", "[a-z]{8}|[a-z]*…"), ("api_org_", "")),
    ),
    _vendor("DigitalOcean", "token", ("dop_v1_", "doo_v1_", "dor_v1_"), "[a-f0-9]", 32,
            "https://docs.digitalocean.com/reference/api/create-personal-access-token/"),
    _vendor("Databricks", "token", ("dapi", "dkea"), "[a-f0-9]", 32)._replace(
        signs=(("dapi", "[a-f]*(?![g-z_])"), ("dkea", "[a-f]*(?![g-z_])")),
    ),
    _vendor("Vault", "token", ("hvs.", "hvb.", "hvr."), _WORD, 20,
            "https://developer.hashicorp.com/vault/docs/concepts/tokens"),
    Kind(
        "terraform-token", "Terraform token", "Terraform tokens", (".atlasv1.",),
        by(_form(r"[A-Za-z0-9]{14}\.atlasv1\.(?:[\w=-]{20,128}|[\w=-]{1,19}CUT)")), _SCANNERS,
    ),
    _vendor("Grafana", "token", ("glc_", "glsa_"), r"[\w+/=]", 32,
            "https://grafana.com/docs/grafana/latest/administration/service-accounts/"),
    _vendor("Sentry", "token", ("sntrys_", "sntryu_", "sntrya_", "sntryi_"), r"[\w+/=]", 32,
            "https://docs.sentry.io/account/auth-tokens/"),
    _vendor("Linear", "key", ("lin_api_", "lin_oauth_"), _ALNUM, 32),
    _vendor("Atlassian", "token", ("ATATT3", "ATCTT3", "ATSTT3", "ATBB"), r"[\w=-]", 24,
            "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/"),
    _vendor("Square", "token", ("sq0atp-", "sq0csp-", "sq0idp-"), _WORD, 20),
    _vendor("Shopify", "token", ("shpat_", "shpca_", "shppa_", "shpss_"), "[a-fA-F0-9]", 32),
    _vendor("New Relic", "key", ("NRAK-", "NRII-", "NRJS-", "NRBR-"), _WORD, 18),
    _vendor("Doppler", "token", ("dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."),
            r"[\w.-]", 32, "https://docs.doppler.com/docs/service-tokens"),
    _vendor("Heroku", "key", ("HRKU-AA",), _WORD, 20),
    _vendor("PlanetScale", "token", ("pscale_tkn_", "pscale_pw_", "pscale_oauth_"), r"[\w=.-]", 32),
    _vendor("Pulumi", "token", ("pul-",), "[a-f0-9]", 40),
    _vendor("RubyGems", "key", ("rubygems_",), "[a-f0-9]", 32),
    _vendor("NuGet", "key", ("oy2",), "[a-z0-9]", 43)._replace(
        signs=(("oy", "[a-z]{16}|[a-z]*…"),)
    ),
    _vendor("Clojars", "token", ("CLOJARS_",), "[a-z0-9]", 40),
    _vendor("Artifactory", "key", ("AKCp", "cmVmdGtu"), _ALNUM, 50),
    _vendor("Figma", "token", ("figd_", "figu_", "figo_"), _WORD, 32),
    _vendor("Notion", "token", ("ntn_",), _ALNUM, 40),
    _vendor("Postman", "key", ("PMAK-",), "[a-f0-9-]", 40),
    _vendor("Perplexity", "key", ("pplx-",), _ALNUM, 40),
    _vendor("Groq", "key", ("gsk_",), _ALNUM, 40),
    _vendor("xAI", "key", ("xai-",), _ALNUM, 40),
    _vendor("Replicate", "token", ("r8_",), _ALNUM, 36)._replace(
        signs=(("r_", "[a-z]{16}|[a-z]*…"),)
    ),
    _vendor("Netlify", "token", ("nfp_", "nfc_", "nfo_"), _ALNUM, 36),
    _vendor("Supabase", "key", ("sbp_", "sb_secret_"), _WORD, 24),
    _vendor("SonarQube", "token", ("squ_", "sqp_", "sqa_"), "[a-f0-9]", 40),
    _vendor("Tailscale", "key", ("tskey-auth-", "tskey-api-", "tskey-client-", "tskey-scim-",
                                 "tskey-webhook-"), _WORD, 20,
            "https://tailscale.com/kb/1277/key-prefixes"),
    _vendor("1Password", "token", ("ops_eyJ",), _WORD, 32),
    _vendor("CircleCI", "token", ("CCIPAT_", "CCIPRJ_"), r"\w", 32),
    _vendor("Buildkite", "token", ("bkua_", "bkct_", "bkaj_"), _ALNUM, 32),
    _vendor("Dynatrace", "token", ("dt0c01.", "dt0s01.", "dt0s16."), r"[A-Z0-9.]", 32),
    _vendor("Brevo", "key", ("xkeysib-", "xsmtpsib-"), _WORD, 32),
    _vendor("Contentful", "token", ("CFPAT-",), _WORD, 32),
    _vendor("OpenShift", "token", ("sha256~",), _WORD, 40,
            "https://docs.openshift.com/container-platform/latest/authentication/managing-oauth-access-tokens.html"),
)  # fmt: skip
"""
Ordered as they are met most.

A Discord bot's token, a Twilio key and one of Mailgun are told by nothing but the name they stand
under; `keys` knows them by that.
"""
