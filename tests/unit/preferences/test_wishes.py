from dataclasses import replace

from catalog.money import Money
from catalog.product import ProductCard
from catalog.query import Query
from catalog.retrieval.traits import Traits
from shop.preferences.preference import Kind, Preference, Preferences, Stance
from shop.preferences.wardrobe import audiences_worn
from shop.preferences.wishes import Suited, refusals_of, suited

FOOD = ("Grocery", "Snacks", "Granola")
BOOTS = ("Outdoor", "Footwear", "Hiking Boots")


def card(
    id_: str, *, category: str = "Granola", brand: str = "Oatfellow", price: int = 500, color: str = ""
) -> ProductCard:
    return ProductCard(
        id=id_,
        variant_id=f"{id_}-1",
        title=id_.replace("-", " "),
        brand=brand,
        category=category,
        attributes={"color": color} if color else {},
        price=Money(amount_minor=price, currency="USD"),
        in_stock=True,
        rating=4.0,
        image_url="",
        url="",
    )


def food(*, called: str = "granola", holds: str = "", dietary: str = "") -> Traits:
    facets = frozenset(f"dietary={mark}" for mark in dietary.split())
    return Traits(
        category=FOOD, kind="granola", called=frozenset(called.split()), holds=frozenset(holds.split()), facets=facets
    )


def boots(*sizes: str, made_in: str = "", holds: str = "", in_store: bool = False) -> Traits:
    return Traits(
        category=BOOTS,
        kind="hiking boots",
        called=frozenset({"hiking", "boot"}),
        holds=frozenset(holds.split()),
        sizes=frozenset(f"size={size}" for size in sizes),
        made_in=frozenset(f"size={size}" for size in (*sizes, *made_in.split())),
        in_store=in_store,
    )


def shelf_of(*pairs: tuple[ProductCard, Traits]) -> "Shelf":
    return Shelf(pairs)


class Shelf:
    def __init__(self, pairs: tuple[tuple[ProductCard, Traits], ...]) -> None:
        self.pairs = pairs

    def seen_by(self, *every: Preference, query: Query | None = None, anyway: bool = False) -> Suited:
        preferences, asked = Preferences(every), query or Query()
        traits = {card.id: traits for card, traits in self.pairs}
        refusals = refusals_of(preferences, asked, anyway=anyway)
        cards = [card for card, _ in self.pairs]
        return suited(cards, traits, preferences, asked, refusals=refusals, store="Riverside")


def ids(found: Suited) -> list[str]:
    return [each.id for each in found.cards]


NUTS = Preference(kind=Kind.ALLERGY, value="nut", stance=Stance.AVOIDS)
VEGAN = Preference(kind=Kind.DIET, value="vegan")
NO_LEATHER = Preference(kind=Kind.MATERIAL, value="leather", stance=Stance.AVOIDS)
SHOES = Preference(kind=Kind.SIZE, value="9", about="shoes")


def test_an_allergy_keeps_back_what_holds_it_by_any_of_its_names() -> None:
    shelf = shelf_of((card("almond"), food(holds="almond oat")), (card("seed"), food(holds="oat")))
    found = shelf.seen_by(NUTS)
    assert ids(found) == ["seed"]
    assert found.left_out == (NUTS,)


def test_an_allergy_to_a_food_leaves_furniture_alone() -> None:
    desk = Traits(category=("Home", "Furniture", "Desks"), kind="desk", holds=frozenset({"walnut"}))
    assert ids(shelf_of((card("desk", category="Desks"), desk)).seen_by(NUTS)) == ["desk"]


def test_what_babies_are_fed_is_food_on_a_shelf_that_they_share_with_pets_too() -> None:
    yogurt = Traits(
        category=("Grocery", "Baby & Pets", "Baby Care"),
        kind="baby food",
        called=frozenset({"banana", "yogurt", "baby", "food"}),
        holds=frozenset({"milk"}),
        facets=frozenset({"audience=baby"}),
    )
    puree = replace(yogurt, called=frozenset({"carrot", "baby", "food"}), holds=frozenset({"carrot"}))
    biscuits = Traits(category=("Grocery", "Baby & Pets", "Dog"), kind="dog treats", holds=frozenset({"milk"}))
    shelf = shelf_of(
        (card("yogurt", category="Baby Care"), yogurt),
        (card("puree", category="Baby Care"), puree),
        (card("biscuits", category="Dog"), biscuits),
    )
    vegan = Preference(kind=Kind.DIET, stance=Stance.IS, value="vegan")
    no_milk = Preference(kind=Kind.ALLERGY, stance=Stance.AVOIDS, value="milk")
    assert ids(shelf.seen_by(vegan)) == ids(shelf.seen_by(no_milk)) == ["puree", "biscuits"]


def test_what_is_of_no_known_sort_is_kept_back_from_whom_it_could_harm() -> None:
    parcel = Traits(category=("Surprises",), kind="", called=frozenset({"walnut", "box"}), holds=frozenset({"walnut"}))
    allergic = Preference(kind=Kind.ALLERGY, stance=Stance.AVOIDS, value="walnut")
    assert ids(shelf_of((card("parcel", category="Surprises"), parcel)).seen_by(allergic)) == []


def test_an_allergy_is_not_lifted_by_naming_the_food_but_by_asking_for_it_anyway() -> None:
    shelf = shelf_of((card("almond"), food(called="almond granola", holds="almond")))
    assert ids(shelf.seen_by(NUTS, query=Query(text="almond granola"))) == []
    assert ids(shelf.seen_by(NUTS, query=Query(text="almond granola"), anyway=True)) == ["almond"]


def test_vegan_keeps_back_animals_and_pardons_what_is_marked_or_made_of_plants() -> None:
    shelf = shelf_of(
        (card("cow"), food(called="whole milk")),
        (card("oat"), food(called="oat milk")),
        (card("spread"), food(called="vegan butter", dietary="vegan")),
        (card("cheese"), food(called="cheese", holds="milk")),
        (card("honey"), food(called="granola", holds="honey")),
    )
    found = shelf.seen_by(VEGAN)
    assert ids(found) == ["oat", "spread"]
    assert found.why["spread"] == "vegan"


def test_a_diet_says_nothing_of_boots() -> None:
    assert ids(shelf_of((card("hide", category="Hiking Boots"), boots(holds="leather"))).seen_by(VEGAN)) == ["hide"]


def test_a_material_is_avoided_unless_it_is_asked_for() -> None:
    shelf = shelf_of(
        (card("hide", category="Hiking Boots"), boots(holds="leather")),
        (card("suede", category="Hiking Boots"), boots(holds="suede")),
        (card("mesh", category="Hiking Boots"), boots(holds="mesh")),
    )
    assert ids(shelf.seen_by(NO_LEATHER)) == ["mesh"]
    wanted = Query(text="boots", attributes={"material": "leather"})
    assert "hide" in ids(shelf.seen_by(NO_LEATHER, query=wanted))


def test_a_brand_is_avoided_or_liked() -> None:
    shelf = shelf_of((card("one", brand="Kestrel"), food()), (card("two", brand="Oatfellow"), food()))
    assert ids(shelf.seen_by(Preference(kind=Kind.BRAND, value="Kestrel", stance=Stance.AVOIDS))) == ["two"]
    liked = shelf.seen_by(Preference(kind=Kind.BRAND, value="Kestrel", stance=Stance.LIKES))
    assert liked.bonus["one"] > liked.bonus["two"]
    assert liked.why == {"one": "a brand you like"}


def test_only_what_is_in_stock_in_the_shoppers_size_is_left() -> None:
    shelf = shelf_of(
        (card("fits", category="Hiking Boots"), boots("8", "9")),
        (card("sold-out", category="Hiking Boots"), boots("8", made_in="9")),
        (card("other-scale", category="Hiking Boots"), boots("1y", "2y")),
    )
    found = shelf.seen_by(SHOES)
    assert ids(found) == ["fits", "other-scale"]
    assert found.why == {"fits": "in your size, 9"}
    assert "size" not in found.cards[0].attributes


def test_a_named_size_and_a_child_come_before_the_shoppers_own_size() -> None:
    shelf = shelf_of((card("ten", category="Hiking Boots"), boots("10")))
    assert ids(shelf.seen_by(SHOES, query=Query(text="boots", sizes=("10",)))) == ["ten"]
    assert ids(shelf.seen_by(SHOES, query=Query(text="boots", attributes={"audience": "kids"}))) == ["ten"]


def test_where_nothing_comes_in_the_size_everything_is_shown_and_it_is_said() -> None:
    found = shelf_of((card("eight", category="Hiking Boots"), boots("8"))).seen_by(SHOES)
    assert ids(found) == ["eight"]
    assert found.no_size == SHOES


def test_somebody_elses_size_and_diet_act_on_nothing() -> None:
    hers = Preference(kind=Kind.SIZE, value="7", about="wife: shoes")
    assert shelf_of((card("eight", category="Hiking Boots"), boots("8"))).seen_by(hers).no_size is None
    vegan_wife = Preference(kind=Kind.DIET, value="vegan", about="wife")
    assert ids(shelf_of((card("cow"), food(called="milk"))).seen_by(vegan_wife)) == ["cow"]


def test_colors_stores_and_budgets_order_and_say_why() -> None:
    shelf = shelf_of(
        (card("red", category="Hiking Boots", color="red", price=9000), boots("9")),
        (card("olive", category="Hiking Boots", color="olive", price=4000), boots("9", in_store=True)),
    )
    found = shelf.seen_by(
        Preference(kind=Kind.COLOR, value="green", stance=Stance.LIKES),
        Preference(kind=Kind.STORE, value="riverside"),
        Preference(kind=Kind.BUDGET, value="5000"),
    )
    assert found.bonus["olive"] > 0 > found.bonus["red"]
    assert found.why == {"olive": "in green, your color, at Riverside, your store"}
    assert found.left_out == ()


def for_(audience: str, *sizes: str, made_in: str = "") -> Traits:
    made = boots(*sizes, made_in=made_in)
    facets = {"women": {"woman"}, "men": {"man"}, "unisex": {"unisex", "woman", "man"}}[audience]
    return replace(made, facets=frozenset(f"audience={name}" for name in facets))


def worn_by(audience: str, *shelf: tuple[ProductCard, Traits], query: Query | None = None) -> Suited:
    preferences = Preferences([SHOES], worn={"shoes": audience})
    cards, traits = [each for each, _ in shelf], {each.id: of for each, of in shelf}
    return suited(cards, traits, preferences, query or Query(), refusals=())


def test_a_size_is_claimed_only_of_what_is_made_for_whom_the_shopper_buys() -> None:
    shelf = [
        (card("for men", category="Hiking Boots"), for_("men", "9")),
        (card("for all", category="Hiking Boots"), for_("unisex", "9")),
        (card("for women", category="Hiking Boots"), for_("women", "9")),
        (card("too small", category="Hiking Boots"), for_("women", "7", made_in="9")),
        (card("small for men", category="Hiking Boots"), for_("men", "7", made_in="9")),
    ]
    found = worn_by("women", *shelf)
    assert ids(found) == ["for men", "for all", "for women", "small for men"]
    assert set(found.why) == {"for all", "for women"}
    assert found.bonus["for women"] > found.bonus["for men"]
    assert found.bonus["for all"] == found.bonus["for women"]


def test_whom_it_is_for_can_be_said_otherwise() -> None:
    shelf = [
        (card("for men", category="Hiking Boots"), for_("men", "9")),
        (card("for women", category="Hiking Boots"), for_("women", "9")),
    ]
    found = worn_by("women", *shelf, query=Query(attributes={"audience": "men"}))
    assert found.bonus["for women"] == found.bonus["for men"]


def test_whom_goods_are_bought_for_is_known_only_where_it_is_clear() -> None:
    bought = [("Hiking Boots", "women", 2), ("Sandals", "women", 1), ("Running Shoes", "men", 1), ("Socks", "kids", 9)]
    assert audiences_worn(bought) == {"shoes": "women", "": "women"}
    assert audiences_worn([("Boots", "women", 1), ("Boots", "men", 1), ("Coffee", "women", 3)]) == {}


def test_a_childs_m_is_nobodys_own_m() -> None:
    jacket = replace(boots("m"), facets=frozenset({"audience=kid"}))
    seen = shelf_of((card("kids-boots", category="Hiking Boots"), jacket)).seen_by(
        Preference(kind=Kind.SIZE, stance=Stance.IS, value="M")
    )
    assert not seen.why
    assert [each.id for each in seen.cards] == ["kids-boots"]
