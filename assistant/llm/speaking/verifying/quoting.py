"""What an answer has to quote whole, because it is the answer without a model: less of it could be true and mislead."""

from collections import Counter
from collections.abc import Sequence

from assistant.llm.speaking.verifying.texts import content_of
from assistant.llm.speaking.verifying.words import words_of


class ToQuote:
    """Sentences of an answer are already known to be quoted; here it is seen whether all of a sentence was."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._left = [stems for stems in map(_stems, sentences) if stems]

    def hear(self, sentence: str) -> None:
        said = _stems(sentence)
        self._left = [stems for stems in self._left if stems != said]

    @property
    def is_all_said(self) -> bool:
        return not self._left


def _stems(sentence: str) -> Counter[str]:
    """Whichever of its parts comes first."""
    return Counter(content_of(words_of(sentence)))
