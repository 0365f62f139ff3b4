"""Reads an answer that is still growing: the sentences that are there already, whole."""

from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_core import from_json

from assistant.llm.speaking.asking import Sentence, Spoken

# More than any answer that is spoken; what grows on is looked at when it has ended.
LONGEST = 8000


def sentences_in(text: str) -> tuple[str | None, Sequence[Sentence]]:
    """Which product is advised, None while that is not told, and the sentences that have come to their end."""
    if len(text) > LONGEST:
        return None, ()
    try:
        found = from_json(text, allow_partial=True)
        advised = found.get("advised") if isinstance(found, dict) else None
        if not isinstance(advised, str) or not isinstance(found.get("sentences"), list):
            return None, ()
        whole = [each for each in found["sentences"] if isinstance(each, dict) and {"about", "text"} <= set(each)]
        return advised, Spoken.model_validate({"advised": advised, "sentences": whole}).sentences
    except (ValueError, ValidationError):
        return None, ()
