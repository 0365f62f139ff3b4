"""Devices other things have to fit, by their families: a case is for an iPhone, a filter for a Dyson."""

from catalog.understanding.words import word_set

FAMILIES = word_set(
    "iphone ipad ipod imac macbook airpods airtag kindle chromebook chromecast thinkpad playstation ps3 ps4 ps5 xbox "
    "nintendo gameboy galaxy pixel oneplus motorola roomba keurig nespresso dyson gopro google garmin fitbit alexa "
    "homekit echo roku firestick surface zenbook inspiron quest oculus steamdeck"
)
"""Words a device's name begins with, and hardly anything else does."""

PARTS = word_set(
    "pro max plus mini air ultra lite se xl xr xs fe note series gen generation home assistant switch oled one s x z "
    "fold flip edge watch book go tab stick dot show hub animal absolute paperwhite oasis fire"
)
"""Words that go on a device's name."""

MODELS = word_set("pro max plus mini ultra air lite se fe xl")
"""Words that make another device of the one before: an iPhone 15 Pro Max is no iPhone 15 Pro."""
