"""A small shop's vocabulary, written by hand so that the parser's tests do not move with the demo catalogue."""

from catalog.understanding.vocabulary import Vocabulary
from tests.unit.understanding.counted import usage_of

BRANDS = (
    "Fernhollow",
    "Kestrel Ridge",
    "Penny Basket",
    "Barrow Lane",
    "Rivet & Rye",
    "Nine Cranes",
    "Copper Finch",
    "Strollery",
    "Orchard",
    "Potter's Mere",
)
CATEGORIES = ("Grocery", "Dairy & Eggs", "Rain Jackets", "Clothing & Shoes", "Kitchen Linens")

_CLOTHES_COLORS = (
    "black, navy, blue, sky blue, forest green, olive, red, burgundy, charcoal, gray, white, cream, orange, rust"
)
_LETTERS = "XS, S, M, L, XL, XXL, 3XL"
_SHOE_SIZES = "6, 7, 7.5, 8, 8.5, 9, 9.5, 10, 10.5, 11, 12"
_PEOPLE = "women, men, kids, unisex"

KINDS = {
    "rain jacket": {
        "color": _CLOTHES_COLORS,
        "size": _LETTERS,
        "material": "recycled nylon, polyester",
        "audience": _PEOPLE,
        "activity": "hiking, travel",
    },
    "fleece jacket": {"color": _CLOTHES_COLORS, "size": _LETTERS, "material": "polyester fleece", "audience": _PEOPLE},
    "down jacket": {
        "color": _CLOTHES_COLORS,
        "size": _LETTERS,
        "material": "nylon, duck down, goose down",
        "audience": _PEOPLE,
    },
    "sweater": {
        "color": _CLOTHES_COLORS,
        "size": _LETTERS,
        "material": "merino wool, 100% cotton, cashmere",
        "audience": _PEOPLE,
    },
    "t-shirt": {"color": _CLOTHES_COLORS, "size": _LETTERS, "material": "organic cotton, linen", "audience": _PEOPLE},
    "dress": {
        "color": _CLOTHES_COLORS,
        "size": "2, 4, 6, 8, 10, 12",
        "material": "linen, silk",
        "audience": "women, kids",
    },
    "jeans": {"color": "indigo, black", "size": "30x32, 32x32, 32x34, 34x34, 8, 10", "audience": "women, men"},
    "socks": {"color": _CLOTHES_COLORS, "size": "S, M, L", "material": "merino wool, cotton", "audience": _PEOPLE},
    "hiking boots": {
        "color": "brown, black, olive, gray",
        "size": _SHOE_SIZES,
        "material": "full-grain leather, suede, synthetic mesh",
        "audience": "women, men, kids",
        "season": "winter, summer",
    },
    "running shoes": {
        "color": "black, white, blue, coral",
        "size": _SHOE_SIZES,
        "material": "mesh",
        "audience": _PEOPLE,
    },
    "kids' rain boots": {"color": "red, yellow, navy", "size": "10C, 11C, 1Y, 2Y, 3Y", "audience": "kids"},
    "baby bodysuit": {
        "color": "white, mint",
        "size": "0-3 months, 3-6 months",
        "material": "cotton",
        "audience": "baby",
    },
    "toddler t-shirt": {"color": "white, red", "size": "2T, 3T, 4T", "audience": "kids"},
    "bra": {"color": "black, blush", "size": "34A, 34B, 36C", "audience": "women"},
    "blazer": {"color": "navy, charcoal", "size": "40R, 42R, 42L", "material": "wool, linen", "audience": "men"},
    "tent": {"color": "orange, olive", "capacity": "2-person, 4-person", "season": "winter, 3-season"},
    "backpack": {"color": "black, teal, navy", "capacity": "20 L, 40 L", "material": "nylon", "activity": "hiking"},
    "water bottle": {"color": "black, teal, sage, silver", "capacity": "20 oz, 32 oz", "material": "stainless steel"},
    "headphones": {"color": "black, silver, white", "connection": "bluetooth"},
    "phone case": {
        "color": "clear, black, lavender",
        "material": "silicone, leather",
        "compatibility": "iPhone 15, iPhone 15 Pro Max, Galaxy S24",
    },
    "charging cable": {"compatibility": "iPhone 15, Galaxy S24", "length": "3 ft, 6 ft"},
    "laptop": {"color": "silver, gray"},
    "coffee table": {"color": "walnut, oak, white", "material": "solid oak, glass"},
    "sheet set": {"color": "white, sage, navy", "size": "Twin, Full, Queen, King", "material": "cotton, linen"},
    "wine glasses": {"material": "glass"},
    "vacuum cleaner": {"color": "red, black"},
    "frying pan": {"color": "black, copper", "material": "cast iron, stainless steel"},
    "whole milk": {"dietary": "organic, gluten-free", "size": "1 gal, half gal", "allergens": "milk"},
    "oat milk": {"dietary": "vegan, dairy-free", "flavor": "vanilla", "size": "half gal"},
    "almond milk": {"dietary": "vegan, dairy-free"},
    "ice cream": {"dietary": "gluten-free, vegan, dairy-free", "flavor": "mint, vanilla, strawberry"},
    "vegan cheese": {"dietary": "vegan, dairy-free"},
    "eggs": {"egg_size": "large, extra large", "dietary": "organic"},
    "orange juice": {"flavor": "orange"},
    "olive oil": {"origin": "Italy"},
    "rice": {"variety": "brown, jasmine"},
    "black beans": {"form": "canned"},
    "green tea": {"dietary": "organic, vegan"},
    "black tea": {"dietary": "organic"},
    "ground coffee": {"roast": "medium, dark, light", "caffeine": "regular, decaf"},
    "salsa": {"heat": "mild, medium, hot"},
    "hot sauce": {"heat": "mild, medium, hot"},
    "cheddar cheese": {"style": "mild, sharp"},
    "sunglasses": {"lens": "polarized, tinted", "color": "black"},
    "granola": {"dietary": "vegan, nut-free, gluten-free", "allergens": "almonds, oats"},
    "cookies": {"dietary": "vegan, gluten-free, kosher", "flavor": "chocolate chip"},
    "peanut butter": {"dietary": "vegan, gluten-free"},
    "salmon fillet": {"form": "frozen"},
    "bananas": {"dietary": "organic"},
    "oranges": {"dietary": "organic"},
    "limes": {"dietary": "organic"},
    "sparkling water": {"size": "12 fl oz", "pack": "6-pack, 12-pack", "flavor": "lime"},
    "bread": {"dietary": "vegan"},
    "toothpaste": {"flavor": "mint"},
    "sunscreen": {"spf": "30, 50"},
    "dry dog food": {"flavor": "chicken, salmon"},
}


def vocabulary() -> Vocabulary:
    facts = ((kind, name, value) for kind, values in KINDS.items() for name, value in values.items())
    return Vocabulary.of(brands=BRANDS, categories=CATEGORIES, facts=facts, usage=usage_of(KINDS))
