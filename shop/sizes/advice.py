"""Puts together what speaks for a size, and says how sure that is; it rather asks, or keeps silent, than guesses."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.understanding.shoe_sizes import converted
from shop.sizes.charts import Chart, marked
from shop.sizes.evidence import Evidence, Goods, Known, Outcome, Past, Source, Usual
from shop.sizes.fitting import fit_by_chart, mapped
from shop.sizes.ladder import apart, called, ordered, stepped
from shop.sizes.model import LEAST_CHANCE, Guess, as_offered

SMALLEST_EU = 34
# Below it nothing is advised: a coin would do as well.
LEAST_CONFIDENCE = 0.5
# How much a second source adds, or takes away where it names the next size or one still further off.
SUPPORT, NEXT_TO_IT, FURTHER_OFF = 0.5, 0.9, 0.75
# The model's second size is as good as its first if it is nearly as likely.
NEARLY = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One size, two to choose between, or none. `evidence` begins with what decided; `beyond` tells that the chart ends
    before this body: "below" or "above"; `by_fit` that of two the "roomy" or the "close" one was wanted."""

    sizes: tuple[str, ...] = ()
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    beyond: str | None = None
    by_fit: str = ""

    @property
    def is_sure(self) -> bool:
        return len(self.sizes) == 1 and self.confidence >= LEAST_CONFIDENCE

    @property
    def is_between(self) -> bool:
        return len(self.sizes) == 2


def advise(
    goods: Goods, known: Known, past: Sequence[Past], *, charts: Sequence[Chart] = (), guess: Guess | None = None
) -> Advice:
    """`charts` are those that the told sizes may be of: of the brands that were named."""
    fit = fit_by_chart(goods.chart, known.body, offered=goods.offered) if goods.chart else None
    found = [
        *_of_past(goods, past),
        *_of_usual(goods, known.usual, charts),
        *([Evidence(source=Source.CHART, sizes=fit.sizes, confidence=0.8, by=fit.by)] if fit and fit.sizes else []),
        *_of_model(goods, guess),
    ]
    kept = sorted((one for one in found if one.sizes), key=lambda one: -one.confidence)
    beyond = fit.beyond if fit else None
    return _combined(goods, kept, beyond)


def between(advice: Advice, sizes: Sequence[str]) -> Advice:
    """The shopper stands between two sizes: what else is known decides, and otherwise how it should fit."""
    if len(advice.sizes) == 1 and advice.sizes[0] in sizes:
        return advice
    said = Evidence(source=Source.USUAL, sizes=tuple(sizes), confidence=0.6, said=sizes[0])
    return Advice(sizes=tuple(sizes), confidence=said.confidence, evidence=(said, *advice.evidence))


def narrowed(advice: Advice, *, roomy: bool) -> Advice:
    """Between two sizes, how it should fit decides."""
    ladder = ordered(advice.sizes) or advice.sizes
    size, fit = (ladder[-1], "roomy") if roomy else (ladder[0], "close")
    return Advice(sizes=(size,), confidence=max(advice.confidence, 0.6), evidence=advice.evidence, by_fit=fit)


def _combined(goods: Goods, found: Sequence[Evidence], beyond: str | None) -> Advice:
    if not found:
        return Advice(beyond=beyond)
    first, *others = found
    sizes, confidence = first.sizes, first.confidence
    for other in others:
        if len(sizes) == 2 and len(other.sizes) == 1 and other.sizes[0] in sizes:
            sizes = other.sizes
        if set(sizes) & set(other.sizes):
            confidence = 1 - (1 - confidence) * (1 - SUPPORT * other.confidence)
        else:
            steps = abs(apart(sizes[0], other.sizes[0], goods.offered) or 2)
            confidence *= NEXT_TO_IT if steps == 1 else FURTHER_OFF
    return Advice(sizes=sizes, confidence=round(confidence, 3), evidence=tuple(found), beyond=beyond)


def _of_past(goods: Goods, past: Sequence[Past]) -> Iterator[Evidence]:
    """The same thing counts most, then its brand, then others of the same chart."""
    alike = [one for one in past if _is_comparable(goods, one)]
    nearness = (
        (0.95, [one for one in alike if one.product_id == goods.product_id]),
        (0.9, [one for one in alike if one.brand.casefold() == goods.brand.casefold()]),
        (0.7, [one for one in alike if one.brand.casefold() != goods.brand.casefold()]),
    )
    for worth, turned_out in nearness:
        if turned_out and (found := _from(goods, turned_out, worth)):
            yield found


def _is_comparable(goods: Goods, past: Past) -> bool:
    if called(past.size, goods.offered) is None:
        return False
    if past.product_id == goods.product_id:
        return True
    return past.chart_id == goods.chart.id if goods.chart else past.kind == goods.kind and past.chart_id is None


def _from(goods: Goods, turned_out: Sequence[Past], worth: float) -> Evidence | None:
    """What fitted, the latest of the most frequent; otherwise one up from what was too small."""
    latest: Mapping[tuple[str, str], Past] = {(one.product_id, one.size): one for one in turned_out}
    fitted = [one for one in latest.values() if one.outcome is Outcome.FITS]
    last = turned_out[-1]
    same = last.product_id == goods.product_id
    if fitted:
        counted = Counter(one.size for one in fitted)
        size = max(counted, key=lambda each: (counted[each], [one.size for one in fitted][::-1].index(each) * -1))
        own = called(size, goods.offered)
        doubted = any(one.size == size for one in latest.values() if one.outcome is not Outcome.FITS)
        return Evidence(
            source=Source.KEPT, sizes=(own,) if own else (), confidence=worth - 0.15 * doubted, said=size,
            brand=fitted[-1].brand, same_product=same, outcome=Outcome.FITS,
        )  # fmt: skip
    step = 1 if last.outcome is Outcome.TOO_SMALL else -1
    other = stepped(last.size, goods.offered, steps=step)
    if other is None:
        return None
    return Evidence(
        source=Source.SENT_BACK, sizes=(other,), confidence=worth - 0.1, said=last.size, brand=last.brand,
        same_product=same, outcome=last.outcome,
    )  # fmt: skip


def _of_usual(goods: Goods, usual: Sequence[Usual], charts: Sequence[Chart]) -> Iterator[Evidence]:
    for one in usual:
        own_brand = one.brand.casefold() == goods.brand.casefold() and one.brand != ""
        sizes = _as_here(goods, one, charts)
        if not sizes:
            continue
        direct = len(sizes) == 1 and called(one.size, goods.offered) == sizes[0] and not one.system
        confidence = 0.85 if own_brand and direct else 0.7 if direct else 0.6
        said = f"{one.system.upper()} {one.size}".strip()
        yield Evidence(source=Source.USUAL, sizes=sizes, confidence=confidence, said=said, brand=one.brand)


def _as_here(goods: Goods, usual: Usual, charts: Sequence[Chart]) -> tuple[str, ...]:
    """By name where it is worn alike, by its system, or by the body that a chart gives it."""
    chart = goods.chart
    if system := usual.system or _system_of(usual, goods):
        own = marked(chart, usual.size, system=system) if chart else ()
        other = converted(usual.size, system=system, into="us", audience=goods.audience)
        return tuple(size for size in own or other if called(size, goods.offered))[:2]
    if usual.worn and chart and usual.worn != chart.id:
        sources = [one for one in charts if one.id == usual.worn]
    elif (here := called(usual.size, goods.offered)) is not None:
        return (here,)
    else:
        sources = [one for one in charts if called(usual.size, one.sizes) and _is_alike(one, goods)]
    if chart and not sources and (own_marks := _by_mark(chart, usual.size)):
        return own_marks
    for source in sources:
        size = called(usual.size, source.sizes)
        if chart and size and (there := mapped(size, source, chart)):
            return tuple(each for each in there if each in goods.offered)
    return ()


def _system_of(usual: Usual, goods: Goods) -> str:
    """Nobody wears a US 42 on their feet."""
    is_shoe = goods.chart is not None and "foot_cm" in goods.chart.measured_by
    is_large = usual.size.isdigit() and int(usual.size) >= SMALLEST_EU
    return "eu" if is_shoe and is_large and called(usual.size, goods.offered) is None else ""


def _is_alike(chart: Chart, goods: Goods) -> bool:
    """A child's chart says nothing of a grown-up's sizes."""
    return goods.chart is None or chart.is_for_children == goods.chart.is_for_children


def _by_mark(chart: Chart, size: str) -> tuple[str, ...]:
    """A chart of letters that also tells the numbers they stand for."""
    return marked(chart, size, system="us") if size.replace(".", "", 1).isdigit() else ()


def _of_model(goods: Goods, guess: Guess | None) -> Iterator[Evidence]:
    if guess is None or guess.chance + guess.neighbor_chance < LEAST_CONFIDENCE:
        return
    size, neighbor = as_offered(guess, goods.offered)
    if size is None:
        return
    by = ("height_cm", "weight_kg")
    near = neighbor is not None and guess.neighbor_chance >= NEARLY * guess.chance
    if near and neighbor is not None:
        both = ordered((size, neighbor))
        yield Evidence(
            source=Source.MODEL, sizes=both, confidence=min(0.75, guess.chance + guess.neighbor_chance), by=by
        )
    elif guess.chance >= LEAST_CHANCE:
        yield Evidence(source=Source.MODEL, sizes=(size,), confidence=max(guess.chance, LEAST_CONFIDENCE), by=by)
