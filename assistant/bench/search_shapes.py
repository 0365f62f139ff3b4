"""The shapes of requests the search is measured with, as they come out of understanding."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.bench.search_goods import COLLECTIONS, STORE
from catalog.query import Query

_NAMES = ("rain jacket", "running shoes", "headphones", "dog food", "sleeping bag", "coffee", "t-shirt", "jacket")
_WISHES = (
    "something warm for winter camping",
    "a gift for someone who loves cooking",
    "healthy snacks for a long hike",
    "things for a new baby",
    "gear for working at home",
    "something to keep drinks cold",
    "clothes for a rainy city",
    "something quiet for travelling by train",
)
_THREE_WORDS = (
    "lightweight waterproof backpack",
    "soft cotton blanket",
    "wireless charging stand",
    "organic dark chocolate",
    "insulated steel bottle",
    "men leather boots",
    "stretch black leggings",
    "rechargeable led lantern",
)
_SENTENCES = (
    "my daughter starts school next week and she needs a sturdy bag that holds a lunch box and keeps her books dry",
    "we are going camping in the mountains in october and the nights get cold so something for sleeping really warm",
    "i spend the whole day on video calls and want to hear people well without cables all over the desk",
    "it rains every day on my way to work by bike and i would like to arrive with dry trousers and dry feet",
    "my dog is old and picky and does not like anything with chicken so maybe some soft food with fish for seniors",
    "for a picnic with ten people in the park i need plates cups and something to keep the salads cool on the way",
    "i want to bake bread at home for the first time and have neither a tin nor good flour nor any idea",
    "looking for a present for my brother who runs marathons and already has more shoes than anyone can wear",
)

NO_WORDS = "filters without words"


def shapes() -> Mapping[str, Sequence[Query]]:
    """By name; the filters of one shape bite harder than those of another, and have nothing to do with the words."""
    named = [Query(text=name) for name in _NAMES]
    wished = [Query(text=wish) for wish in _WISHES]
    found = {
        "a kind's name": named,
        "a wish": wished,
        "three words": [Query(text=words) for words in _THREE_WORDS],
        "a long sentence": [Query(text=sentence) for sentence in _SENTENCES],
        "price": [replace(query, max_price_minor=price) for query, price in zip(named, _PRICES, strict=True)]
        + [replace(query, max_price_minor=2000, min_price_minor=500) for query in wished],
        "colour and size": [
            replace(Query(text=text), colors=(color,), sizes=(size,))
            for text in ("t-shirt", "jacket", "something comfortable to wear", "dress")
            for color, size in (("black", "m"), ("navy", "l"))
        ],
        "brand": [replace(query, brands=("Pelvenco",)) for query in (*named[:4], *wished[:4])],
        "exclusion": [
            *(Query(text=text, exclude=("leather",)) for text in ("hiking boots", "jacket", "a bag for work")),
            *(Query(text=text, exclude=("nuts",)) for text in ("granola", "healthy snacks for a long hike")),
            *(replace(query, not_brands=("Pelvenco", "Penny Basket")) for query in wished[:3]),
        ],
        "in one store": [replace(query, store=STORE) for query in (*named[:4], *wished[:4])],
        "rating": [replace(query, min_rating=4.5) for query in (*named[:4], *wished[:4])],
        NO_WORDS: [Query(max_price_minor=1500), Query(colors=("navy",)), Query(brands=("Pelvenco",))],
    }
    for name, share in COLLECTIONS.items():
        marked = [replace(query, attributes={"collection": name}) for query in (*wished, *named[:4])]
        found[f"a filter that leaves {share:.1%}"] = marked
    return found


_PRICES = (8000, 9000, 6000, 2500, 15000, 1500, 2000, 12000)
