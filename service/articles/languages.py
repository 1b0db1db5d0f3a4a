"""Which language a text is in; the only door to py3langid."""

from __future__ import annotations

from functools import cache
from typing import Protocol, cast

from py3langid import langid  # pyright: ignore[reportMissingTypeStubs]

# Of 2,297 English sentences labelled this surely, two got another language; of 78 less surely
# labelled ones, 17 did (docs/decisions/0011).
_SURE = 0.5
_READ = 4000  # code points; more changes no label


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def detect_language(text: str) -> str:
    """The text's language as ISO 639-1, or "und" when it can't be told."""
    code, probability = _identifier().classify(text[:_READ])
    return code if probability >= _SURE and len(code) == 2 else "und"


@cache
def _identifier() -> _Identifier:
    # The library's own `classify` gives no probabilities.
    made = langid.LanguageIdentifier.from_model_file(  # pyright: ignore
        langid.MODEL_FILE, norm_probs=True
    )
    return cast("_Identifier", made)
