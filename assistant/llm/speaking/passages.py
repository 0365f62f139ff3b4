"""The shop's policies, a few sentences at a time, as they are found for a question."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence

import numpy as np

from actions.grounding.speaker import Promise
from assistant.llm.speaking.verifying.verifier import Passage
from catalog.contents import PolicyText
from catalog.embedding.network import Vectors
from catalog.embedding.queries import Embedded
from catalog.errors import CatalogUnavailable
from catalog.planted_instructions import SENTENCE_END, without_instructions
from catalog.retrieval.passages import likeness_of, order_of, passages_of

MOST = 4
NOTHING_PROMISED = Promise()

Embed = Callable[[Sequence[str]], Awaitable[Embedded | None]]


class Passages:
    """Policies are read for every question; their vectors are kept for as long as texts and model are the same."""

    def __init__(self, policies: Callable[[], Awaitable[list[PolicyText]]], embed: Embed) -> None:
        self._policies = policies
        self._embed = embed
        self._kept: tuple[str, Vectors] | None = None

    async def find(
        self, question: str, promised: Promise = NOTHING_PROMISED
    ) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
        """The best for the question, and all that was taken out of the texts; nothing where they cannot be read.

        Of what was promised the passages that are quoted come first, and those of another policy not at all.
        """
        try:
            policies = await self._policies()
        except CatalogUnavailable:
            return (), ()
        cleaned = [(policy, *without_instructions(policy.spoken)) for policy in policies]
        told = [(policy, text) for policy, whole, _ in cleaned for text in passages_of(whole)]
        titled = [f"{policy.title}: {text}" for policy, text in told]
        best = order_of(question, titled, await self._likeness(question, titled))
        quoted = [place for place, (_, text) in enumerate(told) if _holds_any(text, promised.quoted)]
        of_kind = {place for place, (policy, _) in enumerate(told) if promised.kind in {"", policy.kind}}
        best = [place for place in dict.fromkeys([*quoted, *best]) if place in of_kind][:MOST]
        found = (
            Passage(key=f"t{number}", kind=told[place][0].kind, title=told[place][0].title, text=told[place][1])
            for number, place in enumerate(best, start=1)
        )
        return tuple(found), tuple(each for _, _, taken in cleaned for each in taken)

    async def _likeness(self, question: str, passages: Sequence[str]) -> list[float] | None:
        """None while there are no vectors: then words have to do."""
        if not passages:
            return None
        asked = await self._embed([question])
        kept = None if asked is None else await self._vectors(passages, index_id=asked.index_id)
        return None if asked is None or kept is None else likeness_of(asked.vectors[0], kept)

    async def _vectors(self, passages: Sequence[str], *, index_id: str) -> Vectors | None:
        """None too where another model is taken into use at this moment."""
        digest = hashlib.sha256("\0".join((index_id, *passages)).encode()).hexdigest()
        if self._kept is None or self._kept[0] != digest:
            embedded = await self._embed(passages)
            if embedded is None or embedded.index_id != index_id or not np.any(embedded.vectors):
                return None
            self._kept = (digest, embedded.vectors)
        return self._kept[1]


def _holds_any(text: str, quoted: str) -> bool:
    return any(sentence in text for sentence in SENTENCE_END.split(quoted) if sentence)
