"""Puts together what the actions work with: search, recommendations, carts, orders, sizes and what shoppers told."""

import secrets
import uuid
from collections.abc import Callable
from datetime import datetime

import structlog

from actions.services import Services
from assistant.database import Pool
from assistant.open_catalogue import OpenCatalogue
from assistant.ordering import Order
from assistant.recommending import sources_of
from assistant.settings import GatewaySettings
from assistant.vectors import embedding_models
from catalog.retrieval.traits import TraitReader
from catalog.similar.similar import SimilarProducts
from rerank.finding import Finding
from rerank.recommending import Recommending
from rerank.suiting import Suiting
from shop.alerts.stock_alerts import StoredStockAlerts
from shop.checkout.stored_ledger import ShopFacts
from shop.commerce import Commerce
from shop.handoffs.handoffs import StoredHandoffs
from shop.preferences.stored_preferences import StoredPreferences
from shop.seller import StoredSeller
from shop.sizes.errors import SizeModelBroken, SizeModelMissing
from shop.sizes.model import SizeModels, load_models
from shop.sizes.sizes import StoredSizes
from shop.stored_commerce import stored_commerce
from shop.usual.habits import Reckoning
from shop.usual.usuals import StoredUsuals


def services_of(
    settings: GatewaySettings,
    shop: Pool,
    catalogue: OpenCatalogue,
    commerce: Commerce,
    order: Order,
    *,
    now: Callable[[], datetime],
) -> Services:
    """What the actions work with."""

    def store_called(store: str) -> str:
        return catalogue.reading.current().store_called(store)

    suiting = Suiting(TraitReader(shop), store_called=store_called)
    preferences = StoredPreferences(shop, now=now)
    sources = sources_of(order.books, shop, catalogue, suiting=suiting, preferences=preferences)
    return Services(
        reader=catalogue.reading.current,
        products=catalogue.repository,
        finding=Finding(catalogue.search, SimilarProducts(shop), suiting, ranking=order.ranking, now=now),
        recommending=Recommending(sources, order.ranking, now=now),
        carts=commerce.carts,
        commerce=commerce,
        seller=StoredSeller(shop, given=settings.shop_name, now=now),
        sizes=StoredSizes(shop, _size_models(settings), new_id=new_id),
        usuals=StoredUsuals(shop, reckoning=_reckoning(settings)),
        preferences=preferences,
        alerts=StoredStockAlerts(shop, new_id=new_id, now=now),
        handoffs=StoredHandoffs(shop, now=now),
        cart_page=settings.cart_page,
        now=now,
    )


def commerce_of(settings: GatewaySettings, shop: Pool, *, now: Callable[[], datetime]) -> Commerce:
    facts = ShopFacts(
        new_id=new_id,
        new_token=lambda: secrets.token_urlsafe(24),
        payment_url=settings.payment_link,
        seller=settings.shop_name,
    )
    return stored_commerce(shop, facts, label_url=settings.label_link, now=now)


def _size_models(settings: GatewaySettings) -> SizeModels:
    """A shop without a model, or with a damaged one, goes by its size charts; what is wrong is told in the log."""
    try:
        return load_models(embedding_models(settings).folder / "sizes")
    except SizeModelMissing:
        return SizeModels(())
    except SizeModelBroken as exc:
        structlog.get_logger().error("size_model_refused", path=str(exc.path), reason=exc.reason)
        return SizeModels(())


def _reckoning(settings: GatewaySettings) -> Reckoning:
    return Reckoning(half_life_days=settings.usual_half_life_days, threshold=settings.usual_threshold)


def new_id() -> str:
    return uuid.uuid4().hex
