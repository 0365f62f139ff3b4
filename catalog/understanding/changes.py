"""How a shopper changes what was asked for: "cheaper", "any colour", "a size up", "other brands"."""

CHEAPER, DEARER, ANY_PRICE = "cheaper", "dearer", "any_price"
ANY_COLOR, ANY_SIZE, ANY_BRAND, ANY_RATING = "any_color", "any_size", "any_brand", "any_rating"
OTHER_BRANDS, OTHER_COLORS = "other_brands", "other_colors"
ANY_MATERIAL, ANY_AUDIENCE, ANY_STORE = "any_material", "any_audience", "any_store"
NOT_REQUIRED = "not_required"
BIGGER, SMALLER, ALLOWED, START_OVER = "bigger", "smaller", "allowed", "start_over"

_ANY = (
    "any {0}",
    "the? {0} doesnt/dont/isnt matter/important?",
    "dont care about/what the? {0}",
    "no {0} preference/limit/limits/restriction",
    "forget/ignore/remove/drop/clear/lose about? the/my? {0} limit/filter/cap/requirement/restriction?",
    "never mind about? the? {0}",
    "nevermind about? the? {0}",
    "without the/a/any? {0} limit/filter/cap/requirement/restriction?",
    "whatever {0}",
    "regardless of the? {0}",
    "all {0}",
)


def _any(named: str) -> tuple[str, ...]:
    return tuple(pattern.format(named) for pattern in _ANY)


CHANGES: dict[str, tuple[str, ...]] = {
    CHEAPER: (
        "cheaper",
        "less expensive/pricey/costly/money",
        "lower price/priced/cost/prices",
        "bring/get the price down",
        "more affordable/reasonable",
        "too/bit/little expensive/pricey/much/dear/costly/steep",
        "not that/so/quite expensive/pricey/much/dear/costly/steep",
        "out of my budget/range",
        "cost/costs less",
        "down in price",
    ),
    DEARER: (
        "more expensive/premium/upscale",
        "pricier/dearer/fancier",
        "higher end/price/priced",
        "spend more",
        "too cheap",
        "up in price",
    ),
    ANY_PRICE: (
        *_any("price/prices/budget/cost/money"),
        "money is no object",
        "at any price",
    ),
    ANY_COLOR: _any("color/colors/colour/colours"),
    ANY_SIZE: _any("size/sizes"),
    ANY_BRAND: _any("brand/brands"),
    ANY_RATING: _any("rating/ratings/reviews/stars"),
    ANY_MATERIAL: _any("material/materials/fabric"),
    ANY_AUDIENCE: (*_any("gender/audience"), "for anyone/anybody/everyone/everybody/either"),
    ANY_STORE: (
        *_any("store/stores/location/branch"),
        "at/in/from any/all/whichever store/stores/location/locations/branch/branches/shop/shops",
        "anywhere/wherever",
        "in/at? which/whatever store/branch/location doesnt matter",
    ),
    NOT_REQUIRED: (
        "doesnt/dont have/need to be/come in?",
        "do/does not have/need to be/come in?",
        "not necessarily in?",
        "neednt be in?",
        "doesnt/dont need a/an/the?",
        "forget/drop/skip/lose/scrap about? the/that",
        "forget about?",
        "not bothered about the?",
        "thing/bit/requirement",
    ),
    OTHER_BRANDS: (
        "other/another/different/more brand/brands/maker/makers/make",
        "from/by someone/somebody else",
    ),
    OTHER_COLORS: ("other/another/different color/colors/colour/colours",),
    BIGGER: (
        "a/one/next/half? a? size up/bigger/larger",
        "bigger/larger size/sizes?",
        "size/go up a/one? size?",
        "bigger",
        "larger",
        "too small/tight",
    ),
    SMALLER: (
        "a/one/next/half? a? size down/smaller",
        "smaller size/sizes?",
        "size/go down a/one? size?",
        "smaller",
        "too big/large/loose",
    ),
    ALLOWED: (
        "is/are/would/be be? fine/ok/okay/alright/acceptable/allowed also/too/again/now?",
        "can be included",
    ),
    START_OVER: (
        "start over/again/fresh",
        "forget/ignore/clear/remove/drop/reset all/everything the/that/of? filters/limits/that?",
        "clear/remove/drop/reset the/my? filters/limits/search",
    ),
}
