"""English as it matters to shopping lists: names made of two nouns, pairs that are one thing, what tells an amount."""

from catalog.understanding.words import singular, word_set

AMOUNT_ARTICLES = word_set("a an another some")
COUNTING = word_set("couple few dozen bit")
HAVING = word_set("have has having contain contains include includes")
""" "Does the tent have a window": what a thing has is no other thing."""

HOMOPHONES = {
    "too": "two",
    "to": "two",
    "tu": "two",
    "for": "four",
    "fore": "four",
    "won": "one",
    "ate": "eight",
    "tree": "three",
    "sex": "six",
    "tin": "ten",
}
"""What recognition makes of a number at the head of a thing: "too loaves of bread"."""

PARTING = word_set("also plus then")
PARTING_PHRASES = (("as", "well", "as"), ("along", "with"), ("together", "with"), ("in", "addition", "to"))
ORDERING = word_set("need needs want wants add get buy order grab put take")
TAKING = word_set("ill ive lets take have add put get grab throw toss pop")
WHOLE = word_set("all each every everything both apiece")
"""A bound said with one of these at the end is every thing's."""

COMPARING = word_set("instead compare comparing compared difference versus vs better between")
CLAUSE = word_set(
    "going goes go went starts start started broke broken ran having has moved moving is are was were am got gets "
    "coming comes came died dies dying leak leaks leaked leaking ripped tore torn stopped quit said told wants loves "
    "likes hates does did"
)
LEAVING_OUT = (("out", "of"), ("low", "on"), ("short", "on"), ("short", "of"))
""" "We're out of eggs and butter" needs eggs and butter."""

REFERENCES = word_set("it that this those these them one ones both")
ORDINALS = word_set("first second third fourth fifth sixth seventh eighth ninth tenth last other")

ADJECTIVES = word_set(
    "warm soft big tall small large strong cheap simple quiet light heavy thick thin long short wide narrow nice good "
    "great fresh ripe frozen cold hot dry wet damaged clean plain fancy cute modern classic vintage new old young "
    "sweet sour salty spicy hot mild dark bright clear slim loose tight fast slow smart safe sturdy durable "
    "comfortable cool extra mini giant huge tiny healthy natural real fake high low full empty flat round square "
    "formal casual outdoor indoor lightweight oily fine smooth rough early late rich poor hard easy quick "
    "free affordable inexpensive expensive professional portable compact gentle firm crisp raw roasted salted unsalted"
)
ADJECTIVE_ENDINGS = ("proof", "able", "ible", "ful", "less", "ive", "ous", "ical", "ish", "free", "ly", "friendly")

SET_HEADS = word_set("set kit combo bundle shaker sandwich duo rack holder dispenser grinder mill flavor flavored")
"""What "salt and pepper" are together before: the shakers are one thing."""

BELONGING_HEADS = word_set(
    "case cover holder rack stand opener maker grinder cutter filter hook hanger organizer dispenser cooker machine "
    "peeler slicer lid set kit mix cleaner strap mat brush spray bowl box bag bottle cup mug tray liner sleeve "
    "protector pad topper treat food toy bed seed seasoning powder flake stick knife spoon fork pan pot plate rest "
    "stain remover polish lamp shade light table chair desk shelf frame clip tie wrap press mill masher pick timer "
    "costume print poster figurine candle scented flavored flavor shaped holster charger mount battery backpack"
)
"""A noun right before one of these says what it is for or of: a bread knife, a laptop backpack, a dog food bowl."""

_ONE_THING = (
    "mac cheese, macaroni cheese, fish chips, pots pans, sweet sour, sweet salty, salt vinegar,"
    " cream onion, cookies cream, honey mustard, arts crafts, hide seek, rock roll, lemon herb, garlic herb,"
    " big tall, cut sew, mix match, health beauty, food drink, plug play, wash wear, half half, pick mix"
)
ONE_THING = frozenset(tuple(pair.split()) for pair in _ONE_THING.split(", "))
"""The words beside the "and" of what is one thing all the same."""

TWO_THINGS = {("salt", "pepper"): "black pepper"}
"""What is always said together and is two things, but before another word; and what the second one is by itself."""

_COMPOUNDS = {
    "soup": "chicken tomato onion mushroom potato bean lentil pea noodle corn broccoli carrot vegetable beef miso rice",
    "broth": "chicken beef vegetable bone mushroom fish turkey",
    "stock": "chicken beef vegetable fish",
    "noodle": "rice egg chicken ramen",
    "salad": "chicken egg tuna potato pasta fruit bean ham shrimp salmon",
    "sandwich": "ham cheese egg chicken turkey tuna bacon ice",
    "pizza": "cheese ham mushroom chicken sausage",
    "pie": "apple cherry pumpkin pecan chicken cheese potato lemon lime chocolate cream ice",
    "cake": "cheese chocolate carrot coffee rice lemon ice honey fruit",
    "bread": "banana garlic corn rye flat rice egg potato onion cheese fruit soda ginger",
    "cookie": "chocolate oatmeal butter sugar ginger lemon honey almond coconut",
    "cracker": "cheese rice graham butter salt wheat",
    "cereal": "chocolate rice corn honey fruit wheat",
    "sauce": "tomato apple pasta cheese chocolate garlic mushroom fish oyster pizza salsa pepper caramel wine",
    "juice": "apple orange lemon lime tomato grape carrot cranberry fruit vegetable pineapple cherry",
    "jam": "strawberry apricot raspberry fig onion fruit orange cherry plum",
    "butter": "peanut almond cashew apple nut cookie garlic cocoa shea sunflower",
    "milk": "oat almond soy coconut chocolate goat",
    "oil": "olive coconut vegetable sesame corn peanut garlic fish nut sunflower",
    "flour": "almond rice wheat coconut bread corn cake oat",
    "croissant": "butter chocolate almond cheese",
    "tortilla": "corn flour wheat",
    "chocolate": "milk hazelnut almond mint orange",
    "chip": "potato tortilla banana apple corn chocolate pita cheese rice",
    "bar": "chocolate granola protein cereal candy ice fruit nut soap",
    "cream": "ice sour whipping shaving coffee hand sun cheese",
    "cheese": "goat cream cottage string",
    "yogurt": "greek vanilla strawberry fruit coconut honey",
    "powder": "milk garlic onion chili cocoa cheese egg",
    "paste": "tomato garlic almond bean",
    "dressing": "salad",
    "vinegar": "wine apple rice cider",
    "salt": "garlic sea bath onion celery",
    "tea": "ginger lemon bubble ice",
    "coffee": "ice",
    "bean": "coffee vanilla soy",
    "roll": "egg rice cheese bread sausage butter",
    "nugget": "chicken",
    "wing": "chicken",
    "sausage": "chicken turkey beef",
    "bacon": "turkey beef",
    "patty": "beef chicken",
    "burger": "beef chicken cheese bean turkey",
    "ball": "cheese rice",
    "towel": "paper tea bath beach kitchen",
    "paper": "rice toilet baking wax",
    "dip": "cheese bean onion",
    "syrup": "chocolate corn coffee ginger",
    "water": "coconut soda rice lemon",
    "jacket": "jeans rain fleece",
    "bun": "sausage burger cheese",
    "stew": "beef chicken vegetable",
    "curry": "chicken vegetable rice",
    "pudding": "rice chocolate bread",
    "ale": "ginger",
}


def makes_one_name(before: str, head: str) -> bool:
    """Whether two nouns beside each other are one name, both as they were said."""
    head = singular(head)
    return head in BELONGING_HEADS or before in _BEFORE.get(head, ())


def is_adjective(norm: str) -> bool:
    return norm in ADJECTIVES or (len(norm) > 5 and norm.endswith(ADJECTIVE_ENDINGS))


_BEFORE = {head: word_set(before) for head, before in _COMPOUNDS.items()}
