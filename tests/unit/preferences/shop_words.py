"""A small vocabulary, as the reader of requests knows it."""

from catalog.understanding.parser import Understanding
from catalog.understanding.vocabulary import Vocabulary

FACTS = [
    ("hiking boots", "material", "leather"),
    ("hiking boots", "material", "mesh"),
    ("hiking boots", "color", "green"),
    ("hiking boots", "size", "9"),
    ("hiking boots", "size", "9.5"),
    ("hiking boots", "size", "10"),
    ("sweater", "material", "wool"),
    ("sweater", "size", "M"),
    ("sweater", "size", "XL"),
    ("sweater", "color", "black"),
    ("granola", "dietary", "vegan"),
    ("granola", "dietary", "organic"),
    ("granola", "dietary", "gluten-free"),
    ("granola", "allergens", "almonds"),
    ("snacks", "flavor", "salty"),
]
SHOP = Understanding(
    Vocabulary.of(
        brands=["Fernhollow", "Kestrel Ridge", "Penny Basket"],
        categories=["Hiking Boots", "Sweaters", "Granola"],
        facts=FACTS,
        stores={"riverside": "Aisle Riverside", "northgate": "Aisle Northgate"},
    )
)
