"""What is read from titles and texts, and above all what is not."""

import pytest

from tests.unit.attributes.goods import read


@pytest.mark.parametrize(
    ("title", "category", "name", "value"),
    [
        ("Women's Red Running Shoes", "Shoes", "color", "red"),
        ("Throw Blanket, Dusty Rose", "Bedding", "color", "dusty rose"),
        ("Desk Lamp (Black/White)", "Lighting", "color", "black/white"),
        ("Hooded Sweatshirt Sage Green XL", "Clothing", "color", "sage green"),
        ("Hooded Sweatshirt Sage Green XL", "Clothing", "size", "xl"),
        ("Copper Mug", "Kitchen", "color", "copper"),
        ("Copper Mug", "Kitchen", "material", "copper"),
        ("Kettle, stainless steel, 2 l", "Kitchen", "material", "stainless steel"),
        ("Mixer - Brushed Stainless Steel", "Kitchen", "material", "stainless steel"),
        ("Desk Lamp, Brass", "Home Decor", "material", "brass"),
        ("Desk Lamp, Brass", "Home Decor", "color", "brass"),
        ("Greek Yogurt Strawberry, 5.3 oz", "Grocery", "flavor", "strawberry"),
        ("Dish Soap Lemon 24 oz", "Cleaning", "scent", "lemon"),
        ("Dish Soap Lemon 24 oz", "Cleaning", "capacity", "24 oz"),
        ("Brown Suede Ankle Boots, EU 41", "Shoes", "size", "eu 41"),
        ("Chinos, W34 L32", "Clothing", "size", "34x32"),
        ("Baby Sleepsuit 6-9 Months", "Clothing", "size", "6-9 months"),
        ("Duvet Cover, King", "Bedding", "size", "king"),
        ("Trainers Size 9.5", "Shoes", "size", "9.5"),
        ("Faux Leather Jacket", "Clothing", "material", "faux leather"),
        ("Vegan Leather Tote Bag", "Handbags", "material", "vegan leather"),
        ("Memory Foam Mattress", "Mattresses", "material", "memory foam"),
        ("Sparkling Water, 12 x 330 ml", "Beverages", "pack", "12-pack"),
        ("Sparkling Water, 12 x 330 ml", "Beverages", "capacity", "330 ml"),
        ("Pasta Sauce, 24 oz (Pack of 6)", "Grocery", "pack", "6-pack"),
        ("Pasta Sauce, 24 oz (Pack of 6)", "Grocery", "weight", "24 oz"),
        ("Travel Mug 20 oz", "Kitchen", "capacity", "20 oz"),
        ("Curtains 52 x 84 Inch", "Home Decor", "dimensions", "52 x 84 in"),
        ("Area Rug 5' x 8'", "Rugs", "dimensions", "5 x 8 ft"),
        ("Vitamin C Tablets, 1,000 Count", "Vitamins", "count", "1000 count"),
        ("55-Inch Smart TV", "Televisions", "screen_size", "55 in"),
        ("Laptop 16GB RAM 512GB SSD", "Computers", "capacity", "512 GB"),
        ("Orange Juice", "Grocery", "flavor", "orange"),
        ("Granola, Maple Pecan", "Grocery", "flavor", "maple pecan"),
        ("Soy Candle, Lavender", "Candles", "scent", "lavender"),
        ("Laundry Detergent Fragrance Free", "Laundry", "scent", "unscented"),
        ("Phone Case for iPhone 15 Pro/14", "Cases", "compatibility", "iphone 15 pro, iphone 14"),
        ("HEPA Filter, Fits Dyson V8 and V7", "Vacuum Parts", "compatibility", "dyson v8, dyson v7"),
        ("Brake Pads for Ford F-150", "Automotive", "compatibility", "ford f-150"),
        ("Plug, Works with Alexa", "Electronics", "compatibility", "alexa"),
        ("Parka for Men and Women", "Clothing", "audience", "unisex"),
        ("Parka", "Women", "audience", "women"),
        ("Shark Swim Trunks for Boys", "Clothing", "audience", "kids"),
    ],
)
def test_what_a_title_says_is_read(title: str, category: str, name: str, value: str) -> None:
    assert read(title, category=(category,)).get(name) == value


@pytest.mark.parametrize(
    ("title", "category", "name"),
    [
        ("The Silver Linings of Winter: A Novel", "Books", "color"),
        ("Woodworking with Oak and Walnut", "Books", "material"),
        ("Vegan Baking for Beginners", "Books", "dietary"),
        ("Little Women", "Books", "audience"),
        ("Black & Decker Drill", "Tools", "color"),
        ("Orange Juice", "Grocery", "color"),
        ("Brown Rice", "Grocery", "color"),
        ("Keyboard with Blue Switches", "Computers", "color"),
        ("Leather-Free Steering Wheel Cover", "Automotive", "material"),
        ("Wallet, Not Leather", "Accessories", "material"),
        ("Carbon Fiber Look Phone Case", "Cases", "material"),
        ("Baby Carrots", "Produce", "audience"),
        ("Clothes for 18 Inch Girl Dolls", "Toys", "audience"),
        ("Vegan Leather Tote Bag", "Handbags", "dietary"),
        ("Organic Cotton Shirt", "Clothing", "dietary"),
        ("BPA Free Bottle", "Kitchen", "dietary"),
        ("Cover for the Garden", "Garden", "compatibility"),
        ("Vacuum with 2x the Power", "Appliances", "pack"),
        ("Large Eggs", "Grocery", "size"),
        ("Kettle, stainless steel, 2 l", "Kitchen", "color"),
    ],
)
def test_what_only_looks_like_an_attribute_is_left_alone(title: str, category: str, name: str) -> None:
    assert name not in read(title, category=(category,))


@pytest.mark.parametrize(
    ("title", "category", "kind"),
    [
        ('Cloud 12" Medium Firm Memory Foam Mattress - Certified Foam, Queen', "Mattresses", "memory foam mattress"),
        ("Wireless Charger Compatible with iPhone 13", "", "wireless charger"),
        ("People Who Talk Before Coffee Funny T Shirt L Black", "", "t shirt"),
        ("Protein Bars Peanut Butter Chocolate", "Grocery", "protein bars"),
        ("Slim Case for iPhone 14 with Card Holder", "Cases", "case"),
        ("Oak Coffee Table with Storage", "Furniture", "coffee table"),
        ("Dog Food for Small Dogs", "Pet Supplies", "dog food"),
        ("Greek Yogurt Strawberry, 5.3 oz", "Grocery", "greek yogurt"),
        ("Laundry Detergent Fresh Linen, 92 fl oz", "Laundry", "laundry detergent"),
        ("Peanut Butter, 28 oz", "Grocery", "peanut butter"),
        ("Almond Butter - 12 oz Jar", "Grocery", "almond butter"),
        ("Ground Coffee Light Roast 12 oz", "Grocery", "ground coffee"),
        ("Gluten-Free Penne Pasta 16 oz", "Grocery", "pasta"),
    ],
)
def test_the_kind_is_the_head_of_the_name(title: str, category: str, kind: str) -> None:
    assert read(title, category=(category,)).get("kind") == kind


@pytest.mark.parametrize("title", ["Men Who Built the Black Bridge", "Zephyr 3000", "", "!!!", "12"])
def test_without_a_known_noun_there_is_no_kind(title: str) -> None:
    assert "kind" not in read(title)


def test_texts_are_read_for_what_they_call_by_name() -> None:
    found = read(
        "Shirt", text="Color: Navy. 60% cotton, 40% polyester. Compatible with nothing.", category=("Clothing",)
    )
    assert found["color"] == "navy"
    assert found["material"] == "cotton, polyester"
    assert "compatibility" not in found


def test_allergens_are_those_the_text_lists() -> None:
    text = (
        "Ingredients: oats, whey, cocoa butter, almond milk. May contain sesame. Made without eggs. Contains no fish."
    )
    assert read("Granola", text=text, category=("Grocery",))["allergens"] == "oats, milk, almonds, sesame"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Gluten free and vegan.", "gluten-free, vegan"),
        ("Free from dairy, soy and gluten.", "dairy-free, soy-free, gluten-free"),
        ("Not gluten free.", None),
        ("Non-vegan.", None),
        ("Certified kosher.", "kosher"),
    ],
)
def test_dietary_marks_are_claims(text: str, marks: str | None) -> None:
    assert read("Crackers", text=text, category=("Grocery",)).get("dietary") == marks
