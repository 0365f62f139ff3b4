"""A drawing and its tones, turned into one SVG document."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape

from catalog.demo.pictures.drawings import Drawing, Mark, Part, Placed, Shape, drawings
from catalog.demo.pictures.errors import DrawingBroken
from catalog.demo.pictures.palette import Backdrop, Tones, chance, mixed, shifted, tint

_DEEPEST = 4
_STOPS = {
    "c": (("0", "-"), (".18", ""), (".36", "+"), (".62", ""), ("1", "--")),
    "d": (("0", "+"), (".45", ""), ("1", "-")),
}
_WALL = 'path d="M-99-99h600v600h-600z"'
_LETTERING = (
    ' font-family="Georgia,serif" font-weight="700"',
    ' font-family="Georgia,serif" font-weight="700" font-style="italic"',
    ' font-family="Verdana,sans-serif" font-weight="800"',
    ' font-family="Trebuchet MS,sans-serif" font-weight="700" font-style="italic"',
)
_TALLEST_MARK = 24
_WIDEST_MARK = 84
_LONGEST_MARK = 10
_LETTER = 0.58  # the width of an average letter of these faces, as a share of its size
_ENDS = ' stroke-linecap="round" stroke-linejoin="round"'


class Canvas:
    """Collects painted elements and what they share: clips and gradients, each made once."""

    def __init__(self, *, prefix: str, motif: str | None, brand: str) -> None:
        self._prefix = prefix
        self._motif = motif
        self._brand = brand
        self._shared: dict[str, str] = {}
        self._painted: list[str] = []

    def paint(self, drawing: Drawing, tones: Tones, depth: int = 0) -> None:
        if depth > _DEEPEST:
            raise DrawingBroken(drawing=drawing.name, line="uses itself")
        for part, cuts in _grouped(drawing.parts):
            if isinstance(part, Placed):
                self._place(part, tones, depth)
            elif isinstance(part, Mark):
                self._painted.append(self._written(part, tones))
            else:
                self._paint_shape(part, cuts, drawing.mirror, tones)

    def svg(self, *, drawing: Drawing, behind: Backdrop, title: str) -> str:
        x, y, width = _ground_of(drawing)
        glow, shadow = f"{self._prefix}g", f"{self._prefix}s"
        return "".join(
            [
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img">',
                f"<title>{escape(title)}</title>",
                f"<style>@media(prefers-color-scheme:dark){{.t{{fill:{behind.night}}}.g{{opacity:.16}}}}</style><defs>",
                _fading(glow, "#ffffff", 0.75),
                _fading(shadow, mixed(behind.day, "#10131f", 0.82), 0.42),
                *self._shared.values(),
                f'</defs><rect class="t" width="400" height="400" fill="{behind.day}"/>',
                f'<ellipse class="g" cx="200" cy="190" rx="215" ry="200" fill="url(#{glow})"/>',
                f'<ellipse cx="{x}" cy="{y}" rx="{width}" ry="14" fill="url(#{shadow})"/>',
                *self._painted,
                "</svg>",
            ]
        )

    def _place(self, part: Placed, tones: Tones, depth: int) -> None:
        name = self._motif if part.name == "motif" else part.name
        if name is None:
            return
        if name not in drawings():
            raise DrawingBroken(drawing=name, line="not drawn")
        scale = "" if part.scale == "1" else f" scale({part.scale})"
        where = f"translate({part.x} {part.y}){scale}"
        stays = where == "translate(0 0)"
        self._painted.append("" if stays else f'<g transform="{where}">')
        self.paint(drawings()[name], _recolored(part.recolored, tones), depth + 1)
        self._painted.append("" if stays else "</g>")

    def _written(self, mark: Mark, tones: Tones) -> str:
        """The brand's first word, in the lettering the brand always uses, never wider than its place."""
        found = re.search(r"\w+", self._brand)
        if not found:
            return ""
        word = found[0][:_LONGEST_MARK]
        size = min(_TALLEST_MARK, _WIDEST_MARK / (_LETTER * len(word))) * float(mark.scale)
        return (
            f'<text x="{mark.x}" y="{float(mark.y) + size * 0.36:.1f}" font-size="{size:.1f}" text-anchor="middle"'
            f' textLength="{_LETTER * size * len(word):.0f}" lengthAdjust="spacingAndGlyphs"'
            f' fill="{tint(mark.tone, tones)}"{_LETTERING[chance(self._brand, len(_LETTERING))]}>{escape(word)}</text>'
        )

    def _paint_shape(self, part: Shape, cuts: Sequence[Shape], mirror: int, tones: Tones) -> None:
        if not cuts:
            self._painted += self._elements(part, mirror, tones)
            return
        outline = "".join(_both(part, mirror, ""))
        clip = self._share(f"cut {outline}", f'<clipPath id="@">{outline}</clipPath>')
        # A flat shape is a wall of its colour seen through its own outline: the outline need not be written twice.
        flat = part.model is None and part.opacity == 100
        seen = replace(part, geometry=_WALL, mirrored=False) if flat else part
        shades = [element for shade in (seen, *cuts) for element in self._elements(shade, mirror, tones)]
        self._painted += [f'<g clip-path="url(#{clip})">', *shades, "</g>"]

    def _elements(self, part: Shape, mirror: int, tones: Tones) -> list[str]:
        try:
            color = tint(part.tone, tones)
        except KeyError as exc:
            raise DrawingBroken(drawing=part.geometry, line=part.tone) from exc
        ink = f"url(#{self._gradient(color, part.model)})" if part.model else color
        opacity = f' opacity="{part.opacity / 100:g}"' if part.opacity < 100 else ""
        if part.width is None:
            return _both(part, mirror, f' fill="{ink}"{opacity}')
        return _both(part, mirror, f' fill="none" stroke="{ink}" stroke-width="{part.width}"{_ENDS}{opacity}')

    def _gradient(self, color: str, model: str) -> str:
        if model == "g":
            return self._share(f"{model} {color}", _fading("@", color, 0.75))
        stops = "".join(f'<stop offset="{at}" stop-color="{shifted(color, by)}"/>' for at, by in _STOPS[model])
        slope = "" if model == "c" else ' y2="1"'
        return self._share(f"{model} {color}", f'<linearGradient id="@"{slope}>{stops}</linearGradient>')

    def _share(self, key: str, element: str) -> str:
        number = list(self._shared).index(key) if key in self._shared else len(self._shared)
        name = f"{self._prefix}{number}"
        self._shared.setdefault(key, element.replace("@", name, 1))
        return name


def _grouped(parts: Sequence[Part]) -> Iterator[tuple[Part, list[Shape]]]:
    """Each part with the shades that are cut to it."""
    groups: list[tuple[Part, list[Shape]]] = []
    for part in parts:
        if isinstance(part, Shape) and part.cut and groups:
            groups[-1][1].append(part)
        else:
            groups.append((part, []))
    return iter(groups)


def _recolored(changes: Mapping[str, str], tones: Tones) -> Tones:
    """A recoloured main brings its own seams with it."""
    changed = {tone: tint(value, tones) for tone, value in changes.items()}
    seams = {"line": shifted(changed["main"], "--")} if "main" in changed else {}
    return {**tones, **seams, **changed}


def _both(part: Shape, mirror: int, paint: str) -> list[str]:
    """The shape, and its mirror image where it has one."""
    shape = f"<{part.geometry}{paint}/>"
    if not part.mirrored:
        return [shape]
    reflected = f"matrix(-1 0 0 1 {2 * mirror} 0)"
    if "transform=" in part.geometry:
        return [shape, shape.replace('transform="', f'transform="{reflected} ', 1)]
    return [shape, f'<{part.geometry} transform="{reflected}"{paint}/>']


def _ground_of(drawing: Drawing) -> tuple[str, str, str]:
    if drawing.ground:
        return drawing.ground
    for part in drawing.parts:
        if isinstance(part, Placed) and part.name in drawings():
            return _ground_of(drawings()[part.name])
    return ("200", "342", "110")


def _fading(name: str, color: str, opacity: float) -> str:
    return (
        f'<radialGradient id="{name}"><stop stop-color="{color}" stop-opacity="{opacity}"/>'
        f'<stop offset="1" stop-color="{color}" stop-opacity="0"/></radialGradient>'
    )
