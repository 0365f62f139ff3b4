"""What an interpreter is told of a conversation: as much as tells what a sentence means, and nothing of who says it."""

from rasa_sdk.interfaces import Tracker

from actions.conversation.interpreting import Moment, OnScreen
from actions.conversation.said_plainly import NTH
from actions.heard import Heard, conversation_of
from actions.services import Services
from shop.phrasing.naming import spoken_title
from shop.spoken import price_written

LONGEST_TITLE = 80
LONGEST_QUESTION = 200
MOST_REQUESTS = 3


async def moment_of(services: Services, said: Heard, tracker: Tracker) -> Moment:
    """No words of earlier turns are kept in a conversation; what they led to is."""
    shown = said.shown[: len(NTH)]
    cards = {(card.id, card.variant_id): card for card in await services.products.cards(shown)} if shown else {}
    return Moment(
        words=said.text,
        on_screen=tuple(
            OnScreen(
                place=place,
                title=cards[pair].title[:LONGEST_TITLE],
                price=price_written(cards[pair].price),
                spoken=spoken_title(cards[pair].title),
            )
            for place, pair in enumerate(shown, start=1)
            if pair in cards
        ),
        in_focus=next((place for place, pair in enumerate(shown, start=1) if pair == said.in_focus), None),
        requests=_requests(said),
        asked=_asked(tracker),
        conversation_id=conversation_of(tracker),
    )


def _requests(said: Heard) -> tuple[str, ...]:
    texts = [said.query.text, *(results.query.text for results in said.recollection.results)]
    return tuple(dict.fromkeys(filter(None, texts)))[:MOST_REQUESTS]


def _asked(tracker: Tracker) -> str:
    """What a form asks may hold an address or a name."""
    speech = str(tracker.get_slot("last_speech") or "")
    if (tracker.active_loop or {}).get("name") or not speech.endswith("?"):
        return ""
    start = max(speech.rfind(mark, 0, -1) for mark in (". ", "! ", "? "))
    question = speech[start + 2 :] if start >= 0 else speech
    return question if len(question) <= LONGEST_QUESTION else ""
