"""How the demo shop sells: its name, promotions, tax, shipping, and when it delivers."""

from datetime import time

from catalog.demo.prices import CURRENCY
from shop.checkout.promotions import Promotion, PromotionKind, Scope
from shop.checkout.terms import Place, ShippingMethod, TaxRate, Terms, WindowPattern
from shop.checkout.window import Fulfilment
from shop.demo.histories import FREE_SHIPPING_FROM_MINOR, SHIPPING_MINOR, TAX_PERCENT, UNTAXED

SELLER = "Alder & Quay"
ORDER_PREFIX = "AQ"
COUNTRY, REGION = "US", "WA"
TIMEZONE = "America/Los_Angeles"
ORDERS_A_WINDOW = 40
EVENING, SUNDAY = 17, 7
# Start and end by the clock.
WINDOWS = ((8, 10), (10, 12), (13, 15), (15, 17), (17, 19), (19, 21))

PROMOTIONS = (
    Promotion(
        id="coffee-and-tea",
        name="10 percent off coffee and tea",
        kind=PromotionKind.PERCENT,
        percent=10,
        scope=Scope.CATEGORY,
        scope_values=("Coffee", "Tea"),
        currency=CURRENCY,
    ),
    Promotion(
        id="three-socks",
        name="3 for 2 on socks and underwear",
        kind=PromotionKind.BUY_GET,
        buy_quantity=2,
        get_quantity=1,
        scope=Scope.CATEGORY,
        scope_values=("Socks & Underwear", "Socks & Gaiters"),
        currency=CURRENCY,
    ),
    Promotion(
        id="twenty-off-outdoor",
        name="20 dollars off outdoor gear over 200",
        kind=PromotionKind.AMOUNT,
        amount_minor=2000,
        scope=Scope.CATEGORY,
        scope_values=("Outdoor",),
        minimum_minor=20000,
        currency=CURRENCY,
    ),
)


def demo_terms() -> Terms:
    return Terms(
        seller=SELLER,
        home=Place(country=COUNTRY, region=REGION),
        promotions=PROMOTIONS,
        tax_rates=(
            TaxRate(country=COUNTRY, rate_basis_points=TAX_PERCENT * 100),
            TaxRate(country=COUNTRY, category=UNTAXED, rate_basis_points=0),
        ),
        shipping_methods=(
            ShippingMethod(
                id="standard",
                how=Fulfilment.DELIVERY,
                name="Standard delivery",
                price_minor=SHIPPING_MINOR,
                free_from_minor=FREE_SHIPPING_FROM_MINOR,
                country=COUNTRY,
                currency=CURRENCY,
            ),
            ShippingMethod(
                id="pickup", how=Fulfilment.PICKUP, name="Pick-up in the store", price_minor=0, currency=CURRENCY
            ),
        ),
        window_patterns=tuple(
            WindowPattern(
                id=f"{weekday}-{starts:02d}",
                how=Fulfilment.DELIVERY,
                weekday=weekday,
                starts=time(starts),
                ends=time(ends),
                timezone=TIMEZONE,
                capacity=ORDERS_A_WINDOW,
            )
            for weekday in range(1, 8)
            for starts, ends in WINDOWS
            # No evenings on a Sunday.
            if weekday != SUNDAY or starts < EVENING
        ),
    )
