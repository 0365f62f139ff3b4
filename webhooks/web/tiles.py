"""A plain tile for a product nobody has drawn a picture of: its initials on a colour of its own."""

import hashlib
from xml.sax.saxutils import escape

from catalog.product import Product

TILE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img" aria-label="{title}">
<rect width="400" height="400" fill="hsl({hue} 28% 88%)"/>
<text x="200" y="200" fill="hsl({hue} 40% 28%)" font-family="system-ui, sans-serif" font-size="120" font-weight="600"
 text-anchor="middle" dominant-baseline="central">{initials}</text>
</svg>
"""


def tile(product: Product) -> str:
    hue = hashlib.sha256(product.brand.encode()).digest()[0] * 360 // 256
    words = [word for word in product.title.split() if word[0].isalpha()]
    initials = "".join(word[0].upper() for word in words[:2])
    return TILE.format(title=escape(product.title, {'"': "&quot;"}), hue=hue, initials=escape(initials))
