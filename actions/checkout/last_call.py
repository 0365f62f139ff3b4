"""What might have been forgotten, told once as a checkout begins: a line to read, that nobody has to answer."""

import asyncio
from dataclasses import replace

from actions.forms.form import Taken
from actions.heard import Heard
from actions.services import Services
from catalog.errors import CatalogError
from rerank.recommending import Visit, Wish
from shop.asking import who_asks
from shop.errors import ShopError
from shop.phrasing import recommending as phrasing
from shop.reply import Answer
from shop.shown import Surface
from shop.turn import Channel

# Nobody waits for an offer.
PATIENCE_S = 0.15


class LastCall:
    """Said by no voice: who checks out wants to check out."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def beside(self, taken: Taken, said: Heard) -> Taken:
        """Only where it stands alone, and where something true speaks for it."""
        if taken.done or taken.told is not None:
            return taken
        try:
            line = await asyncio.wait_for(self._line(said), PATIENCE_S)
        except (TimeoutError, ShopError, CatalogError):
            return taken
        return replace(taken, told=Answer(speech="", text=line)) if line else taken

    async def _line(self, said: Heard) -> str:
        cart = await self._services.carts.cart_of(said.shopper_id)
        asking = who_asks()
        found = await self._services.recommending.recommended(
            Visit(shopper_id=said.shopper_id, channel=asking.channel if asking else Channel.SHELL),
            Wish(surface=Surface.CHECKOUT, beside=tuple(dict.fromkeys(line.product_id for line in cart.lines))),
            limit=1,
        )
        return next((phrasing.before_you_go(card) for card in found.cards if card.why), "")
