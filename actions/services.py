"""What the actions work with, as handed down by the composition root."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from actions.conversation.interpreting import Interpreter
from actions.conversation.model_time import ModelTime
from actions.grounding.speaker import Speaker
from catalog.contents import PolicyText, Store
from catalog.product import Product, ProductCard
from catalog.query import Query
from catalog.understanding.lists import Listed
from rerank.finding import Finding
from rerank.recommending import Recommending
from shop.alerts.stock_alerts import StockAlerts
from shop.carts import Carts
from shop.commerce import Commerce
from shop.handoffs.handoffs import Handoffs
from shop.preferences.stored_preferences import KeptPreferences
from shop.seller import Seller
from shop.sizes.sizes import Sizes
from shop.usual.usuals import Usuals


class RequestReader(Protocol):
    """`catalog.understanding` as the actions see it."""

    def parse(self, text: str) -> Query: ...

    def listed(self, text: str) -> Listed: ...

    def names_goods(self, text: str) -> bool: ...

    def goods_named(self, text: str) -> str: ...

    def knows(self, words: str) -> bool: ...

    def store_called(self, store: str | None) -> str: ...

    def refine(
        self, current: Query, text: str, *, shown_prices_minor: Sequence[int] = (), shown_brands: Sequence[str] = ()
    ) -> Query: ...


class ProductReader(Protocol):
    """`catalog.repository` as the actions see it: facts as they are now."""

    async def products(self, product_ids: Sequence[str]) -> list[Product]: ...

    async def cards(self, pairs: Sequence[tuple[str, str]]) -> list[ProductCard]: ...

    async def departments(self) -> list[str]: ...

    async def policies(self) -> list[PolicyText]: ...

    async def stores(self) -> list[Store]: ...

    async def store_names(self) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """`reader` is a callable because the reader is replaced when the catalogue's vocabulary changes.

    `cart_page` is where an order is finished that may not be placed by voice. Without an `interpreter` nobody is asked
    what a sentence means that nothing was sure of. `model_time` is how long a model may be waited for in a turn.
    """

    reader: Callable[[], RequestReader]
    products: ProductReader
    finding: Finding
    recommending: Recommending
    carts: Carts
    commerce: Commerce
    seller: Seller
    usuals: Usuals
    sizes: Sizes
    preferences: KeptPreferences
    alerts: StockAlerts
    handoffs: Handoffs
    now: Callable[[], datetime]
    cart_page: str
    interpreter: Interpreter | None = None
    speaker: Speaker | None = None
    model_time: ModelTime = field(default_factory=ModelTime)
