"""Questions as this shop's own goods would bring them about, asked of a model that only weighs them."""

from collections.abc import Mapping, Sequence

from actions.conversation.interpreting import Moment, OnScreen
from actions.conversation.model_time import ModelTime
from actions.grounding.speaker import Grounds, Matter, Question
from assistant.llm.errors import NoAnswer
from assistant.llm.port import Use
from assistant.llm.prices import Usage
from assistant.llm.ranking.scorer import BATCH, ModelScorer
from assistant.llm.reckoning import Reckoner
from assistant.llm.speaking.figures import SpeechFigures
from assistant.llm.speaking.passages import Passages
from assistant.llm.speaking.speaker import GroundedSpeaker
from assistant.llm.understanding.interpreter import asked_of
from catalog.connections import Connections
from catalog.embedding.queries import Embedded
from catalog.product import ProductCard
from catalog.repository import CatalogRepository
from rerank.session.intent import Intent
from shop.spoken import price_written

GOODS, ON_SCREEN, COMPARED = 200, 10, 3
SAID = "hmm, which of those would hold up better if it rains the whole time and I have to carry it all day"
WITHIN_S = 60.0


async def ask_samples(connections: Connections) -> Mapping[Use, Sequence[Usage]]:
    """One question of each use for every few of the goods that the shop features."""
    repository = CatalogRepository(connections)
    cards = await repository.featured(limit=GOODS)
    model = Reckoner()
    await _understand(model, cards)
    await _speak(model, repository, cards)
    await ModelScorer(model, within_s=WITHIN_S).scored(Intent(key="", asked=(SAID,)), "", cards[:BATCH])
    return model.asked


async def _understand(model: Reckoner, cards: Sequence[ProductCard]) -> None:
    for shown in _by(ON_SCREEN, cards):
        screen = tuple(
            OnScreen(place=place, title=card.title, price=price_written(card.price), spoken=card.title)
            for place, card in enumerate(shown, start=1)
        )
        moment = Moment(words=SAID, on_screen=screen, in_focus=1, requests=(SAID,), asked="Which one?")
        try:
            await model.ask(asked_of(moment, within_s=WITHIN_S))
        except NoAnswer:
            continue


async def _speak(model: Reckoner, repository: CatalogRepository, cards: Sequence[ProductCard]) -> None:
    speaker = GroundedSpeaker(
        model, Passages(repository.policies, _unembedded), ModelTime(), SpeechFigures(), within_s=WITHIN_S
    )
    for number, compared in enumerate(_by(COMPARED, cards)):
        products = await repository.products([card.id for card in compared])
        if len(products) == len(compared):
            question = Question(
                text=SAID, matter=Matter.PRODUCTS, turn_id=str(number), conversation_id=None, is_heard=True
            )
            await speaker.speak(question, Grounds(products=tuple(products), cards=tuple(compared)))


async def _unembedded(texts: Sequence[str]) -> Embedded | None:  # noqa: ARG001 - what an embedder is asked
    return None


def _by(size: int, cards: Sequence[ProductCard]) -> list[Sequence[ProductCard]]:
    return [cards[start : start + size] for start in range(0, len(cards), size)]
