"""Units goods are counted and measured in; a number before one of them is no price."""

from catalog.understanding.words import word_set

COUNTED = word_set(
    "pair pack packet bottle can jar box bag carton case loaf bunch tub tube roll bar jug sack tray stick "
    "slice head clove piece set tin pot punnet container pouch canister crate bundle unit copy dozen"
)
WEIGHED = word_set("pound lb ounce oz gram g kilo kilogram kg gallon gal liter litre l ml milliliter quart qt pint cup")
MEASURED = word_set(
    "inch foot feet ft yard meter metre cm mm mile watt w volt v mah gb tb mb hz mhz ghz hour hr minute min "
    "day night week month year yr person people man men women adult player seat seater piece ply thread count "
    "ct percent degree megapixel mp mph rpm speed way drawer tier burner bulb meg gig gigabyte terabyte "
    "calorie serving sheet d p port fl milliamp amp lumen quarts"
)
_PLURAL = {unit + "s" for unit in COUNTED | WEIGHED | MEASURED if len(unit) > 2} | {
    "inches",
    "boxes",
    "loaves",
    "bunches",
    "pouches",
    "lbs",
}
QUANTITY_UNITS = COUNTED | WEIGHED
MEASURES = COUNTED | WEIGHED | MEASURED | _PLURAL
"""Singular and plural alike."""
