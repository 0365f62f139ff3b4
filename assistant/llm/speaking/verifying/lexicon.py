"""The closed lists: words that claim nothing, words that only facts may support, and words that turn a statement."""

from collections.abc import Mapping

_NEUTRAL = (
    "a an the it its they them their this that these those is are has have having comes come and or but while whereas "
    "though which both each also so because since as made of for to at with in by on one ones pair item product here"
)
_NEUTRAL_IN_TEXTS = (
    "a an the it its they them their this that these those is are was be been has have had we our us you your i and "
    "also so then there here which do does"
)
_TURNING = (
    "not no never none nothing neither nor without only except excluding unless if when until till non lacks lack "
    "hardly barely cannot unlike instead but"
)
_NARROWING = (
    "within over under above below on for from after before during while than between up with against per in at to by "
    "into onto through around"
)
_FACTS_ONLY = (
    "free price priced prices pricing cost costs cheap cheaper cheapest expensive affordable discount discounted sale "
    "deal bargain save saves saving savings dollar cent euro pound rupee sterling money pay paid payment stock "
    "available availability unavailable sold sell sells order orders ordered ordering cart basket checkout buy bought "
    "purchase delivery deliver delivered delivers ship ships shipping shipped arrive arrives return returns returned "
    "refund refunds refunded refundable exchange warranty guarantee guaranteed guarantees gift voucher coupon code "
    "click visit link call email phone website password card prompt system instruction instructions ignore ignored "
    "assistant model shopper customer customers safe safety allergy allergic allergen allergens cure cures heal heals "
    "medical certified approved award winning best better most least than worst worse number rated rating stars recall "
    "recalled vegan vegetarian gluten dairy nut nuts peanut peanuts lactose kosher halal organic half double twice "
    "triple dozen couple hundred thousand million percent added placed confirmed reserved"
)
_VERBS = (
    "is are has have costs cost weighs weigh comes come holds hold runs run lasts last keeps keep packs pack uses use "
    "takes fits fit offers works work handles charges charge tastes taste contains contain"
)

# They join and point; none of them says anything of a product by itself.
NEUTRAL = frozenset(_NEUTRAL.split())
# In a text of the shop's, "we" and "our" are the shop.
NEUTRAL_IN_TEXTS = frozenset(_NEUTRAL_IN_TEXTS.split())
# A statement that holds one of them, or words behind one of them, says something else without.
NARROWING = frozenset(_TURNING.split()) | frozenset(_NARROWING.split())
# No text of a product's makes them true: price, stock, promises and praise come from facts or from policies.
FACTS_ONLY = frozenset(_FACTS_ONLY.split())
VERBS = frozenset(_VERBS.split())
# How all the products that were handed over are meant at once, and how many that are.
GROUPS: Mapping[tuple[str, ...], int | None] = {
    ("both",): 2,
    ("the", "2"): 2,
    ("they", "both"): 2,
    ("all", "3"): 3,
    ("the", "3"): 3,
    ("they", "all"): None,
    ("all", "of", "them"): None,
}
# Words that tell which fact is meant, beside the fact's own name.
CUES: Mapping[str, tuple[str, ...]] = {
    "weigh": ("weight",),
    "weighs": ("weight",),
    "weight": ("weight",),
    "cost": ("price",),
    "costs": ("price",),
    "price": ("price",),
    "priced": ("price",),
    "rated": ("rating",),
    "rating": ("rating", "rating_count"),
    "scores": ("rating",),
    "charges": ("charging",),
    "runs": ("battery_life",),
    "lasts": ("battery_life",),
    "holds": ("capacity",),
    "hold": ("capacity",),
    "tastes": ("flavor",),
    "taste": ("flavor",),
    "brand": ("brand",),
    "works": ("compatibility",),
}
