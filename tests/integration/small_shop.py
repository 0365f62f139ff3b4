"""A shop of a few products in which each filter has something to find and something to leave out."""

from collections.abc import Mapping, Sequence

import numpy as np

from catalog.connections import Connections
from catalog.contents import Contents, PolicyText, SizeChart, Store
from catalog.embedding.embedder import Embedder
from catalog.embedding.manifest import Manifest
from catalog.embedding.network import Vectors
from catalog.money import Money
from catalog.product import Product, Variant
from catalog.retrieval.indexing import VectorIndexing
from catalog.writing import CatalogWriter

STORES = (
    Store(id="north", name="Northgate", address="1 High St", city="Ash", opening_hours={"monday": "09:00-18:00"}),
    Store(id="harbor", name="Harbor Point", address="2 Quay", city="Ash", opening_hours={}),
)
CHART = SizeChart(id="women-tops", title="Women's tops", rows=({"size": "M", "chest_in": "36-38"},))
RETURNS = PolicyText(kind="returns", title="Returns", spoken="Thirty days.", facts={"days": 30})


class RememberingEmbedder:
    """The real network, asked only once for each text."""

    def __init__(self, embedder: Embedder) -> None:
        self.manifest: Manifest = embedder.manifest
        self._embedder = embedder
        self._vector_of: dict[str, Vectors] = {}
        self.asked: list[str] = []

    async def foresee(self, texts: Sequence[str], *, within_s: float | None = None) -> bool:
        return True

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        if new := [text for text in dict.fromkeys(texts) if text not in self._vector_of]:
            self._vector_of |= dict(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._vector_of[text] for text in texts]) if texts else self._embedder.embed([])


def variant(variant_id: str, price_minor: int, *, quantity: int = 3, **attributes: str) -> Variant:
    return Variant(
        id=variant_id,
        product_id=variant_id.rsplit("-", 1)[0],
        attributes=attributes,
        price=Money(amount_minor=price_minor, currency="USD"),
        stock={"north": quantity, "harbor": 0},
    )


def product(
    product_id: str,
    title: str,
    *,
    brand: str = "Stonecairn",
    category: tuple[str, str, str] = ("Outdoor", "Clothing", "Jackets"),
    description: str = "",
    attributes: Mapping[str, str],
    variants: Sequence[Variant],
    rating: float | None = 4.2,
    popularity: float = 0.5,
) -> Product:
    return Product(
        id=product_id,
        title=title,
        brand=brand,
        category=category,
        description=description,
        attributes=attributes,
        variants=tuple(variants),
        rating=rating,
        rating_count=40,
        popularity=popularity,
        delivery_days=2,
        image_url=f"/pictures/{product_id}.svg",
        url=f"/products/{product_id}",
    )


_FOOTWEAR = ("Outdoor", "Footwear", "Hiking Boots")
_SNACKS = ("Grocery", "Snacks", "Granola")
PRODUCTS = (
    product(
        "shell",
        "Stonecairn Ridgeline Rain Jacket, Women's",
        description="Sealed seams keep the rain out on long days.",
        attributes={"kind": "rain jacket", "material": "recycled nylon", "audience": "women"},
        variants=[
            variant("shell-1", 7900, color="navy", size="M"),
            variant("shell-2", 6900, color="red", size="S"),
            variant("shell-3", 9900, color="navy", size="S"),
            variant("shell-4", 4900, color="green", size="M", quantity=0),
        ],
        rating=4.6,
    ),
    product(
        "storm",
        "Kestrel Storm Rain Jacket",
        brand="Kestrel",
        description="Three layers for the worst of weather.",
        attributes={"kind": "rain jacket", "material": "merino wool lining, nylon", "audience": "unisex"},
        variants=[variant("storm-1", 18900, color="black", size="M")],
        rating=3.9,
    ),
    product(
        "brolly",
        "Fernhollow Compact Umbrella for Rain",
        brand="Fernhollow",
        category=("Outdoor", "Accessories", "Umbrellas"),
        description="Keeps the rain off jacket and shoulders.",
        attributes={"kind": "umbrella", "material": "polyester"},
        variants=[variant("brolly-1", 1900, color="black")],
    ),
    product(
        "gone",
        "Stonecairn Cloudburst Rain Jacket",
        attributes={"kind": "rain jacket", "material": "nylon"},
        variants=[variant("gone-1", 3900, color="navy", size="M", quantity=0)],
    ),
    product(
        "hide",
        "Stonecairn Moraine Leather Hiking Boots",
        category=_FOOTWEAR,
        attributes={"kind": "hiking boots", "material": "full-grain leather"},
        variants=[variant("hide-1", 15900, color="brown", size="9")],
    ),
    product(
        "suede",
        "Kestrel Spindrift Hiking Boots",
        brand="Kestrel",
        category=_FOOTWEAR,
        attributes={"kind": "hiking boots", "material": "suede"},
        variants=[variant("suede-1", 13900, color="tan", size="9")],
    ),
    product(
        "mesh",
        "Tumblecamp Bonfire Mesh Hiking Boots",
        brand="Tumblecamp",
        category=_FOOTWEAR,
        description="As tough as leather and half the weight.",
        attributes={"kind": "hiking boots", "material": "mesh"},
        variants=[
            variant("mesh-1", 5900, color="light blue", size="9"),
            variant("mesh-2", 5900, color="red", size="8"),
        ],
        popularity=0.9,
    ),
    product(
        "almond",
        "Barrow Lane Honey Granola, 12 oz",
        brand="Barrow Lane",
        category=_SNACKS,
        attributes={"kind": "granola", "allergens": "tree nuts (almonds), oats"},
        variants=[variant("almond-1", 599, size="12 oz")],
    ),
    product(
        "seed",
        "Oatfellow Pumpkin Seed Granola, 12 oz",
        brand="Oatfellow",
        category=_SNACKS,
        description="Crunchy like nuts, without them.",
        attributes={"kind": "granola", "allergens": "oats", "dietary": "nut-free, vegan"},
        variants=[variant("seed-1", 549, size="12 oz"), variant("seed-2", 949, size="24 oz")],
    ),
    product(
        "bag",
        "Larkmoor Hearth Mummy Sleeping Bag",
        brand="Larkmoor",
        category=("Outdoor", "Camping", "Sleeping Bags"),
        description="Warm down insulation for camping in winter, comfortable below freezing.",
        attributes={"kind": "sleeping bag", "insulation": "down", "season": "winter"},
        variants=[variant("bag-1", 12900, color="navy")],
    ),
)
CONTENTS = Contents(stores=STORES, size_charts=(CHART,), policies=(RETURNS,), products=PRODUCTS)


async def open_small_shop(connections: Connections, documents: RememberingEmbedder) -> None:
    await CatalogWriter(connections).write(CONTENTS)
    await VectorIndexing(connections, documents).refresh()
