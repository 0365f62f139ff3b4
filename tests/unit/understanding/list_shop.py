"""The vocabulary of a supermarket that also sells clothes and camping gear, for the tests of shopping lists."""

from catalog.understanding.vocabulary import Vocabulary

BRANDS = ("Fernhollow", "Kestrel Ridge", "Penny Basket", "Barrow Lane", "Rivet & Rye")
CATEGORIES = ("Grocery", "Dairy & Eggs", "Rain Jackets", "Clothing & Shoes", "Household")

_COLORS = "black, white, red, blue, green, gray, yellow"
_LETTERS = "S, M, L, XL"
_SHOE_SIZES = "7, 8, 9, 10, 11"
_PEOPLE = "women, men, kids"
_MARKS = "organic, vegan, gluten-free, nut-free"

_GROCERIES = (
    "whole milk; oat milk; almond milk; chocolate milk; eggs; white bread; whole wheat bread; sourdough bread; bagels;"
    " tortillas; bananas; apples; oranges; lemons; limes; strawberries; avocados; potatoes; onions; carrots; tomatoes;"
    " broccoli; garlic; spinach; mushrooms; cucumbers; bell peppers; grapes; chicken breast; ground beef; bacon;"
    " sausages; ham; salmon fillet; shrimp; tofu; pasta; rice; brown rice; quinoa; pasta sauce; olive oil; vinegar;"
    " soy sauce; ketchup; mayonnaise; salsa; canned beans; canned tuna; soup; chicken noodle soup; broth; flour; sugar;"
    " salt; black pepper; honey; maple syrup; oatmeal; cereal; granola; peanut butter; almond butter; jam; jelly;"
    " potato chips; popcorn; crackers; mixed nuts; granola bars; cookies; chocolate bar; ground coffee; coffee pods;"
    " black tea; green tea; orange juice; apple juice; sparkling water; soda; frozen pizza; ice cream; cheddar cheese;"
    " cream cheese; greek yogurt; yogurt; butter; sour cream; heavy cream; half and half; mac and cheese"
)
_HOUSEHOLD = (
    "paper towels; toilet paper; laundry detergent; dish soap; trash bags; hand soap; shampoo; conditioner;"
    " toothpaste; toothbrush; diapers; baby wipes; cat litter; dry cat food; dry dog food; dog treats; batteries;"
    " light bulbs; sunscreen; umbrella; coffee table; desk; desk lamp; office chair; pillow; frying pan; knife set;"
    " coffee maker; toaster; wine glasses; mug; laptop; headphones; lantern; sleeping bag; sleeping pad"
)
_CLOTHES = (
    "rain jacket; fleece jacket; socks; hiking socks; t-shirt; button-up shirt; hiking pants; shorts; dress; sweater;"
    " hoodie; gloves; beanie"
)
_SHOES = "hiking boots; running shoes; sandals"

_FACTS = (
    (_GROCERIES, {"dietary": _MARKS}),
    (_HOUSEHOLD, {"kind": ""}),
    (_CLOTHES, {"color": _COLORS, "size": _LETTERS, "material": "cotton, wool", "audience": _PEOPLE}),
    (_SHOES, {"color": _COLORS, "size": _SHOE_SIZES, "material": "leather, mesh", "audience": _PEOPLE}),
)
KINDS = {
    **{kind: facts for kinds, facts in _FACTS for kind in kinds.split("; ")},
    "jeans": {"color": "black, blue", "size": "30, 32, 34", "audience": "women, men"},
    "tent": {"color": "green, yellow", "capacity": "2-person, 4-person"},
    "backpack": {"color": _COLORS, "material": "nylon"},
    "water bottle": {"color": _COLORS, "material": "stainless steel"},
    "bath towel": {"color": _COLORS, "material": "cotton"},
    "sheet set": {"color": "white, gray", "size": "Twin, Full, Queen, King", "material": "cotton, linen"},
    "phone case": {"color": "black, red", "compatibility": "iPhone 15, Galaxy S24"},
    "charging cable": {"compatibility": "iPhone 15, Galaxy S24"},
}


def list_vocabulary() -> Vocabulary:
    facts = ((kind, name, value) for kind, values in KINDS.items() for name, value in values.items())
    return Vocabulary.of(brands=BRANDS, categories=CATEGORIES, facts=facts)
