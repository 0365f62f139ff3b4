"""Which sort of goods a thing belongs to, told by its shelf and by the noun its name ends in."""

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache

from catalog.retrieval.analyser import singular
from catalog.understanding.words import word_set


class Goods(Enum):
    """The sorts that differ in what words mean: orange is a flavour of food, a colour of clothes, part of a book."""

    FOOD = "food"
    WORN = "worn"
    MEDIA = "media"
    CARE = "care"
    CLEANING = "cleaning"
    BEDDING = "bedding"
    HOME = "home"
    TECH = "tech"
    TOYS = "toys"
    TOOLS = "tools"
    PETS = "pets"
    AUTO = "auto"
    OFFICE = "office"
    SPORT = "sport"
    UNKNOWN = "unknown"


_HEADS: Mapping[Goods, str] = {
    Goods.FOOD: """
        almond apple bacon bagel banana bar bean beef beer berry beverage biscuit blueberry bread broth brownie
        burger butter cake candy caper carrot cashew cereal cheese chicken chip chocolate chutney cider cocktail
        cocoa coffee cookie cordial corn cracker cranberry cream creamer croissant curry date dip dressing drink egg
        espresso fillet flour fruit gelatin gin granola grape gravy gum gummy ham honey hummus infusion jam jelly jerky
        juice kefir ketchup kombucha lasagna lemon lemonade lentil lime loaf lollipop macaroni mango marmalade
        marshmallow
        mayonnaise meal meat milk mint muesli muffin mushroom mustard noodle nut oat oatmeal olive onion orange
        pancake pasta pastry patty pea peanut pear pepper peppercorn pickle pie pistachio pizza popcorn porridge
        potato pretzel pudding quinoa raisin ravioli relish rice rum salad salami salmon salsa salt sauce sausage
        seasoning seed shrimp smoothie snack soda soup spaghetti spice spread sprinkle steak stew strawberry sugar
        sultana sweetener sweet syrup tea tofu tomato tortilla truffle tuna turkey vinegar vodka waffle walnut water
        whiskey whisky wine yogurt yoghurt concentrate
        """,
    Goods.WORN: """
        anorak anklet bag backpack bandana beanie belt bikini blazer blouse bodysuit boot boxer bra bracelet
        bralette brief briefs bikini cap cardigan chemise cleat clog coat clutch costume crossbody dress duffel
        dungaree earring flat flipflop fleece glove gown hat headband heel hoodie hosiery jacket jean jegging jersey
        jewelry jogger jumper jumpsuit kimono lanyard legging leotard lingerie loafer loungewear mitten moccasin
        mule necklace necktie nightgown onesie overall overcoat oxford pajama pajamas panty pant parka pendant polo
        poncho pullover pump purse pyjama raincoat ring robe romper sandal sarong scarf shapewear shawl shirt shoe
        short shorts skirt sleepwear slip slipper sneaker sock suit sunglass sunglasses suspender sweater sweatpant
        sweatshirt swimsuit swimwear tee tie tight tights top tracksuit trainer trouser trunk trunks tshirt t-shirt
        tunic tuxedo tutu underwear uniform vest waistcoat wallet watch windbreaker handbag tote satchel bowtie
        outfit apparel clothing clothe footwear cufflink slide flop
        """,
    Goods.MEDIA: """
        album audiobook biography blu-ray book bookmark cookbook dvd ebook hardcover magazine memoir movie novel
        paperback textbook vinyl workbook anthology storybook
        """,
    Goods.CARE: """
        aftershave balm bandage blush bronzer brush-on capsule cleanser cologne comb concealer conditioner condom
        deodorant diaper exfoliator eyeliner eyeshadow foundation gauze hairbrush hairspray highlighter lipgloss
        lip-gloss lipstick lotion makeup mascara moisturizer moisturiser mouthwash multivitamin nappy ointment
        palette parfum perfume pomade primer probiotic razor scrub serum shampoo shaver softgel sunscreen supplement
        tampon toner toothbrush toothpaste trimmer tweezer vitamin wig wipe polish eyelash lash curler straightener
        floss tablet-supplement
        """,
    Goods.CLEANING: """
        bleach broom bucket candle cleaner degreaser descaler detergent diffuser disinfectant duster freshener
        incense mop odorizer sanitizer soap softener sponge
        """,
    Goods.BEDDING: """
        bedspread blanket comforter coverlet duvet headboard mattress pillow pillowcase quilt sheet topper bedding
        bed
        """,
    Goods.HOME: """
        apron armchair bakeware basket bathtub bench blender blind board bookcase bookshelf bottle bowl cabinet
        canister carafe carpet chair chandelier clock coaster colander container cooker cookware couch cup curtain
        cushion cutlery decanter decor desk dinnerware dish dishwasher drawer dresser fan faucet figurine flask fork
        frame freezer fridge fryer furniture futon glass glassware grater griddle grill grinder hamper hanger heater
        hook humidifier iron jar jug juicer kettle knife lamp lantern loveseat lunchbox mat microwave dryer mirror
        mixer mug napkin nightstand organizer ottoman oven pan peeler pillar pitcher plate planter pot poster rack
        recliner refrigerator rug saucepan shelf sink skillet sofa spatula spoon stand steamer stool straw strainer
        table tablecloth tapestry teapot thermos toaster towel tray tumbler umbrella utensil vacuum vase wallpaper
        wardrobe whisk wok wreath ornament cover sticker cloth linen screen shade candleholder doormat vanity toilet
        fountain purifier dehumidifier curtain-rod topiary
        """,
    Goods.TECH: """
        adapter amplifier antenna battery cable camcorder camera cartridge case charger chromebook computer console
        controller cord dashcam dongle doorbell drone drive earbud earphone earpiece ebook-reader e-reader ereader
        extender gamepad gimbal headphone headset hub ipad iphone joystick keyboard keycap kindle laptop lens
        macbook microphone microscope modem monitor motherboard mouse mousepad phone powerbank printer processor
        projector protector radio receiver recorder remote router scanner server smartphone smartwatch soundbar
        speaker ssd stylus subwoofer switch tablet television telescope thermostat toner-cartridge tracker tripod
        turntable tv typewriter walkie-talkie webcam inverter plug outlet memory-card card
        """,
    Goods.TOYS: """
        action-figure balloon block craft doll dollhouse duck figure game kite lego plush plushie puppet puzzle
        rattle rocker scooter slime teether toy trampoline trampolines yo-yo crayon playset playhouse stroller truck
        bear clay die dice puzzle-game
        """,
    Goods.TOOLS: """
        axe bit blade bolt caulk chainsaw chisel clamp compressor coupling cutter drill driver edger fastener faucet
        file fitting flashlight generator glue gun hammer hinge hose jigsaw ladder lawnmower level light lock
        lubricant mower multitool nail nut-driver nozzle padlock paint pipe plier pliers pruner pump-tool rake
        ratchet rivet sander saw screw screwdriver sealant shear shears shovel solder sprayer sprinkler staple
        stapler stencil tape toolbox torch trowel valve varnish vise washer wrench coolant-pump bulb socket measure
        adhesive
        """,
    Goods.PETS: """
        aquarium post birdseed cage catnip chew collar crate harness kennel leash litter perch terrarium treat kibble
        """,
    Goods.AUTO: """
        alternator antifreeze bumper carburetor coolant gasket headlight mudflap muffler rotor sparkplug strut tire
        tyre wax wheel wiper taillight windshield mount
        """,
    Goods.OFFICE: """
        binder calculator calendar chalk crayon diary envelope eraser folder glue-stick highlighter-pen ink journal
        label marker notebook notepad note paper pen pencil planner ruler scissor scissors stamp sharpener
        whiteboard
        """,
    Goods.SPORT: """
        ball band barbell bicycle bike binocular canoe cooler dumbbell helmet jump-rope kayak kettlebell paddle pole
        racket racquet rod rope skateboard skate ski sled snowboard surfboard tent treadmill weight goggle goggles
        hammock canopy
        """,
    Goods.UNKNOWN: """
        accessory base belt-clip box cart clip filter holder kit part pad set sign sleeve spray strap supply tool
        tube bundle refill replacement mask powder oil gel food film map bow rest wagon gift flag lid rug-pad
        """,
}
HEADS: Mapping[str, Goods] = {word: goods for goods, words in _HEADS.items() for word in words.split()}
"""The nouns names of things end in, singular."""

_SHELVES: Mapping[Goods, str] = {
    Goods.FOOD: """
        grocery groceries food foods beverage beverages snacks bakery produce dairy pantry deli drinks condiments
        breakfast frozen gourmet
        """,
    Goods.WORN: """
        clothing clothes apparel shoes jewelry jewellery fashion footwear swimwear outerwear lingerie handbags
        menswear womenswear activewear
        """,
    Goods.MEDIA: "books book fiction nonfiction literature movies music novels magazines ebooks dvds",
    Goods.CARE: """
        beauty cosmetics makeup skincare skin haircare health wellness vitamins supplements grooming fragrance
        fragrances oral personal pharmacy
        """,
    Goods.CLEANING: "cleaning laundry candles household",
    Goods.BEDDING: "bedding mattresses beds",
    Goods.HOME: "home kitchen furniture decor dining bath garden patio appliances housewares cookware drinkware",
    Goods.TECH: "electronics computers computer phones phone audio video cell tv televisions laptops wearables",
    Goods.TOYS: "toys toy games dolls puzzles crafts",
    Goods.TOOLS: "tools hardware industrial plumbing electrical lighting",
    Goods.PETS: "pet pets dogs cats aquatics dog cat",
    Goods.AUTO: "automotive auto car cars motorcycle vehicle",
    Goods.OFFICE: "office stationery school",
    Goods.SPORT: "sports sport outdoors outdoor fitness camping cycling",
}
_SORT_OF_SHELF: Mapping[str, Goods] = {word: goods for goods, words in _SHELVES.items() for word in words.split()}

_NEVER_FOOD = frozenset({Goods.TOYS, Goods.AUTO, Goods.TOOLS, Goods.TECH, Goods.OFFICE, Goods.WORN})

EDIBLE = word_set(
    "food treat chew biscuit kibble gummy toothpaste powder protein collagen multivitamin supplement mouthwash gum "
    "lozenge shake electrolyte probiotic vitamin softgel capsule tablet peptide"
)
"""Heads that have a flavour on whatever shelf."""
LIQUID = word_set(
    "juice soda water milk beer wine vinegar oil syrup drink lemonade tea kombucha smoothie shampoo conditioner "
    "lotion wash serum toner mouthwash cleanser detergent softener cleaner soap bleach sunscreen parfum perfume "
    "cologne spray cider gel coolant antifreeze sanitizer degreaser"
)
VESSEL = word_set(
    "bottle tumbler mug cup pitcher jar glass flask carafe decanter cooker kettle jug bowl thermos blender container "
    "canister pot saucepan oven fryer teapot bucket canteen humidifier diffuser"
)
SCREENS = word_set("tv television monitor laptop tablet display phone smartphone chromebook screen e-reader projector")
SCENTED = word_set(
    "candle soap lotion shampoo conditioner detergent softener freshener cleaner wash perfume parfum cologne "
    "deodorant balm incense diffuser litter butter scrub cream oil spray wipe sheet moisturizer moisturiser "
    "sunscreen sanitizer melt mist bomb serum cleanser set"
)


def goods_of(category: Sequence[str], head: str) -> Goods:
    """By the deepest shelf that tells, else by the head of the name; toy food is no food and a book always a book."""
    sorts = [_sort_of(level) for level in category]
    if Goods.MEDIA in sorts:
        return Goods.MEDIA
    told = [sort for sort in sorts if sort is not Goods.UNKNOWN]
    if not told:
        return HEADS.get(head, Goods.UNKNOWN)
    return told[0] if told[-1] is Goods.FOOD and told[0] in _NEVER_FOOD else told[-1]


def goods_named(category: Sequence[str], kind: str) -> Goods:
    """The same of a thing whose kind is known."""
    words = kind.split()
    return goods_of(category, singular(words[-1].lower()) if words else "")


@lru_cache(maxsize=20_000)
def _sort_of(level: str) -> Goods:
    words = level.lower().replace("&", " ").replace("'s", "").replace(",", " ").split()
    for word in reversed(words):
        if word in _SORT_OF_SHELF:
            return _SORT_OF_SHELF[word]
        if (sort := HEADS.get(singular(word), Goods.UNKNOWN)) is not Goods.UNKNOWN:
            return sort
    return Goods.UNKNOWN
