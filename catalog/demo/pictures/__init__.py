"""The demo shop's product pictures: one small SVG for each product, drawn the same way every time."""

import hashlib
import re

from catalog.demo.pictures.drawings import drawings
from catalog.demo.pictures.errors import DrawingBroken
from catalog.demo.pictures.looks import look
from catalog.demo.pictures.palette import backdrop, colors_named, tones
from catalog.demo.pictures.render import Canvas

_LONGEST_TITLE = 120
_UNPRINTABLE = re.compile(r"[^\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def draw(*, kind: str, color: str | None, department: str, brand: str, title: str = "", seed: str) -> str:
    """The picture of one product; `color` is the shop's own word for it, `seed` varies the trim."""
    appearance = look(department, kind, title)
    named = colors_named(color)
    main = named[0] if named else appearance.main
    accent = named[1] if len(named) > 1 else appearance.accent
    drawing = drawings().get(appearance.drawing)
    if drawing is None:
        raise DrawingBroken(drawing=appearance.drawing, line="not drawn")
    palette = tones(main=main, accent=accent, brand=brand, seed=seed)
    canvas = Canvas(prefix=_prefix(seed), motif=appearance.motif, brand=_printable(brand))
    canvas.paint(drawing, palette)
    return canvas.svg(drawing=drawing, behind=backdrop(department, palette["main"]), title=_printable(title or kind))


def _prefix(seed: str) -> str:
    """Names inside the picture stay apart when several pictures stand in one page."""
    return "p" + hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:4] + "-"


def _printable(title: str) -> str:
    return _UNPRINTABLE.sub(" ", title)[:_LONGEST_TITLE]
