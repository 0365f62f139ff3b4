"""The hand-made drawings, read from `silhouettes/*.svgs`.

A drawing is a `[name]` and lines painted one over the other on 400 by 400 units:

    main M10 10 H90 Z          a path filled with a tone (`r x y w h radius` and `o x y rx ry` are boxes and ovals)
    &main- M50 0 H90 Z         the next shade, cut to the last shape that was not itself cut
    ~line:2 M210 10 V90        a line 2 wide, with its mirror image about the middle
    glass%60/c r 9 9 20 40 5   60 % opaque, modelled as a cylinder (`/d`: as a plane lit from above left, `/g`: a glow)
    use leaf 200 90 .5 main=#5d9a48   another drawing, moved, scaled and recoloured (`use motif` is the kind's own)
    mark 200 90 1.2 paper       the brand's first word, lettered in a tone
    ground 200 340 90          the shadow it stands on;  `default accent #c33` the tone when nobody names one
    mirror 0                   where the mirror stands (200 when not said)

Tones are `main`, `line` (seams that show on `main`), `accent`, `brand`, `onmain` and `onaccent` (legible on them)
and the materials; `+` and `-` lighten and darken.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from catalog.demo.pictures.errors import DrawingBroken

FOLDER = Path(__file__).parent / "silhouettes"
_PAINT = re.compile(
    r"(?P<cut>&?)(?P<mirrored>~?)(?P<tone>#?[a-z0-9]+[+-]*)(?:%(?P<opacity>\d+))?(?:/(?P<model>[cdg]))?(?::(?P<width>[\d.]+))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`geometry` is the element and its measures without paint."""

    geometry: str
    tone: str
    opacity: int
    model: str | None
    width: str | None
    cut: bool
    mirrored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Another drawing inside this one."""

    name: str
    x: str
    y: str
    scale: str
    recolored: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where the brand's name stands."""

    x: str
    y: str
    scale: str
    tone: str


Part = Shape | Placed | Mark


@dataclass(slots=True, kw_only=True)
class Drawing:
    name: str
    parts: list[Part] = field(default_factory=list)
    ground: tuple[str, str, str] | None = None
    defaults: dict[str, str] = field(default_factory=dict)
    mirror: int = 200


@cache
def drawings() -> Mapping[str, Drawing]:
    return {drawing.name: drawing for file in sorted(FOLDER.glob("*.svgs")) for drawing in _read(file)}


def _read(file: Path) -> Iterator[Drawing]:
    drawing: Drawing | None = None
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("# "):
            continue
        if line.startswith("["):
            if drawing:
                yield drawing
            drawing = Drawing(name=line.strip("[]"))
        elif drawing is None:
            raise DrawingBroken(drawing=file.name, line=line)
        else:
            _add(drawing, line)
    if drawing:
        yield drawing


def _add(drawing: Drawing, line: str) -> None:
    word, *rest = line.split()
    try:
        match word:
            case "ground":
                x, y, width = rest
                drawing.ground = (x, y, width)
            case "default":
                tone, value = rest
                drawing.defaults[tone] = value
            case "mirror":
                drawing.mirror = int(rest[0])
            case "mark":
                x, y, scale, tone = rest
                drawing.parts.append(Mark(x=x, y=y, scale=scale, tone=tone))
            case "use":
                drawing.parts.append(_placed(*rest))
            case _:
                drawing.parts.append(_shape(word, line[len(word) + 1 :]))
    except (ValueError, TypeError, IndexError) as exc:
        raise DrawingBroken(drawing=drawing.name, line=line) from exc


def _placed(name: str, *rest: str) -> Placed:
    recolored = dict(pair.split("=") for pair in rest if "=" in pair)
    x, y, scale = [word for word in rest if "=" not in word] or ("0", "0", "1")
    return Placed(name=name, x=x, y=y, scale=scale, recolored=recolored)


def _shape(paint: str, measures: str) -> Shape:
    found = _PAINT.fullmatch(paint)
    if not found:
        raise ValueError(paint)
    shape, _, transform = measures.partition(" | ")
    geometry = _geometry(shape) + (f' transform="{transform}"' if transform else "")
    return Shape(
        geometry=geometry,
        tone=found["tone"],
        opacity=int(found["opacity"] or 100),
        model=found["model"],
        width=found["width"],
        cut=bool(found["cut"]),
        mirrored=bool(found["mirrored"]),
    )


def _geometry(shape: str) -> str:
    form, *measures = shape.split()
    if form == "r":
        x, y, width, height, *radius = measures
        return f'rect x="{x}" y="{y}" width="{width}" height="{height}"' + (f' rx="{radius[0]}"' if radius else "")
    if form == "o":
        x, y, rx, *ry = measures
        return f'ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry[0] if ry else rx}"'
    if not re.fullmatch(r"[MmLlHhVvCcSsQqTtAaZz\d\s.,-]+", shape):
        raise ValueError(shape)
    return f'path d="{shape.replace(" Z", "Z")}"'
