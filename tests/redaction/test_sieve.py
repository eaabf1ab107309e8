"""Which texts are looked at closely: the same ones, however much text there is."""

import pytest

from reportgen.redaction.sieve import Sieve
from tests.redaction.planted import FORMS, INNOCENT

MUCH = "\n".join(f"nothing to see in row {'x' * (at % 97)}" for at in range(1_500))


@pytest.mark.parametrize("text", [*(text for text, _ in FORMS.values()), *INNOCENT])
def test_much_text_hides_nothing(text: str) -> None:
    """In little text each sign is looked for by itself, in much text all at once."""
    alone = Sieve().held([text])

    assert alone == Sieve().held([text, MUCH])


def test_every_planted_form_is_held() -> None:
    """The sieve lets no text with a secret through."""
    texts = [text for text, _ in FORMS.values()]

    assert set(texts) == Sieve().held([*texts, MUCH])
