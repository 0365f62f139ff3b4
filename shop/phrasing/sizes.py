"""What is said about sizes: the advice and why, what would help, and the questions that lead there."""

from collections.abc import Sequence

from catalog.product import ProductCard
from shop.phrasing.choices import comes_in, in_words
from shop.phrasing.naming import is_plural, spoken_size, spoken_title
from shop.phrasing.variety import pick
from shop.reply import Answer
from shop.sizes.advice import Advice
from shop.sizes.charts import Chart, ChartRow
from shop.sizes.evidence import Evidence, Goods, Outcome, Runs, Source
from shop.sizes.spoken import CM_PER_INCH
from shop.spoken import listing

MEASURES = {
    "foot_cm": "foot length", "hand_cm": "hand", "head_cm": "head", "underbust_cm": "underbust", "chest_cm": "chest",
    "waist_cm": "waist", "hips_cm": "hips", "inseam_cm": "inseam", "height_cm": "height", "weight_kg": "weight",
    "age": "age",
}  # fmt: skip
HOW = {
    "foot_cm": "Stand on a sheet of paper with your heel to a wall, mark the longest toe, and measure to the mark.",
    "hand_cm": "Measure around your palm at its widest, without the thumb.",
    "head_cm": "Measure around your head, just above the brows.",
    "chest_cm": "Measure around the fullest part of your chest, with the tape level under your arms.",
    "waist_cm": "Measure around your natural waist, the narrowest part, without pulling tight.",
    "hips_cm": "Measure around the fullest part of your hips, feet together.",
    "inseam_cm": "Measure from the crotch down the inside of the leg to the ankle.",
    "underbust_cm": "Measure around your ribs, right under the bust.",
}
ENOUGH_TOLD = 5
CLEARLY = 0.3


def advised(card: ProductCard, goods: Goods, advice: Advice, *, in_stock: bool, turn_id: str) -> Answer:
    """One size, why, and an offer: never more than an offer."""
    size = in_size(advice.sizes[0])
    opening = pick(("I'd go with {}", "I'd take {}", "{} should be right"), turn_id).format(size)
    opening = opening[:1].upper() + opening[1:]
    said = f"{opening}. {because(advice, goods)}"
    offer = f"Shall I add it in {size}?" if in_stock else f"But {size} is out of stock right now."
    if is_plural(card.title):
        offer = offer.replace("add it", "add them")
    spoken = f"{said} {offer}"
    suggestions = ("Yes, add it", "No") if in_stock else ("What sizes are in stock?",)
    shown = f"{said}\n{certainty(advice)}\n{offer}"
    return Answer(speech=spoken, text=shown, products=(card,), suggestions=suggestions, expects_reply=True)


def between(advice: Advice, goods: Goods, *, again: bool) -> Answer:
    low, high = (in_size(size) for size in advice.sizes)
    ask = "Do you like it close or roomy?"
    said = ask if again else f"You're between {low} and {high}. {because(advice, goods)} {ask}"
    return Answer(speech=said, text=said, suggestions=("Close-fitting", "Roomy"), expects_reply=True)


def because(advice: Advice, goods: Goods) -> str:
    if advice.by_fit:
        return f"That's the {'roomier' if advice.by_fit == 'roomy' else 'closer'} of the two."
    first = advice.evidence[0]
    return _REASONS[first.source](first, goods)


def certainty(advice: Advice) -> str:
    sure = "quite sure" if advice.confidence >= 0.8 else "fairly sure" if advice.confidence >= 0.65 else "a first guess"
    return f"How sure: {sure}"


def in_size(size: str) -> str:
    """ "medium", but "size 9"."""
    spoken = spoken_size(size)
    return f"size {spoken}" if size[:1].isdigit() and "month" not in size else spoken


def nothing_to_go_by(card: ProductCard, goods: Goods, advice: Advice) -> Answer:
    """Honest about why, and what would help."""
    name = spoken_title(card.title)
    if advice.beyond:
        end = "smaller" if advice.beyond == "below" else "larger"
        said = f"By the size chart you'd need a {end} size than the {name} comes in."
    elif goods.chart is None:
        brand = goods.brand or "that brand"
        said = f"I don't have a size chart for the {name}. Tell me a size you wear in {brand}, and I can say more."
    elif goods.chart.measured_by:
        wanted = listing([MEASURES[each] for each in goods.chart.measured_by[:2]], last="or")
        said = f"I can't tell your size for the {name} yet. Your {wanted}, or a size you usually wear, would help."
    else:
        said = f"I can't tell your size for the {name} from that. A size you usually wear would help."
    if goods.offered and not advice.beyond:
        said = f"{said} {comes_in(card.title)} {_row(goods.offered)}."
    return Answer(speech=said, text=said, products=(card,), expects_reply=True)


def one_size(card: ProductCard) -> Answer:
    verb = "come" if is_plural(card.title) else "comes"
    said = f"The {spoken_title(card.title)} {verb} in one size only, so there's nothing to choose."
    return Answer(speech=said, text=said, products=(card,), expects_reply=True)


def which_product(*, noted: bool) -> Answer:
    said = (
        "Got it, I'll keep that in mind. Which product is it for?"
        if noted
        else "Which product is it for? Name it, or ask me to find it first."
    )
    return Answer(speech=said, text=said, expects_reply=True)


def forgotten(*, anything: bool) -> Answer:
    said = (
        "Done. Your measurements and sizes are forgotten."
        if anything
        else "I don't have any measurements of yours, so there's nothing to forget."
    )
    return Answer(speech=said, text=said, expects_reply=True)


def noted(name: str, outcome: Outcome, size: str) -> Answer:
    how = {Outcome.FITS: "fits", Outcome.TOO_SMALL: "was too small", Outcome.TOO_LARGE: "was too big"}[outcome]
    said = f"Thanks, I'll remember that {in_size(size)} of the {spoken_title(name)} {how}. It helps with the next one."
    return Answer(speech=said, text=said, expects_reply=True)


def which_size_was_it(name: str) -> Answer:
    said = f"Good to know. Which size of the {spoken_title(name)} was it? Say, the medium was too small."
    return Answer(speech=said, text=said, expects_reply=True)


def which_was_it() -> Answer:
    said = "Good to know. Which product was it, and in which size?"
    return Answer(speech=said, text=said, expects_reply=True)


def runs(card: ProductCard, told: Runs, *, has_chart: bool) -> Answer:
    """What others told; silence is told as such."""
    name, plural = spoken_title(card.title), is_plural(card.title)
    if told.told < ENOUGH_TOLD:
        said = f"Too few people have told how the {name} {'fit' if plural else 'fits'}."
        said = f"{said} I can go by the size chart. What size do you usually wear?" if has_chart else said
        return Answer(speech=said, text=said, products=(card,), expects_reply=True)
    small, large = told.too_small / told.told, told.too_large / told.told
    verb = "run" if plural else "runs"
    how = f"{verb} true to size"
    if small - large >= CLEARLY:
        how = f"{verb} small"
    elif large - small >= CLEARLY:
        how = f"{verb} large"
    counts = f"{told.fits} found their size right, {told.too_small} too small and {told.too_large} too big"
    said = f"The {name} {how}: of {told.told} people, {counts}."
    return Answer(speech=said, text=said, products=(card,), expects_reply=True)


def chart_told(card: ProductCard, chart: Chart, size: str | None) -> Answer:
    """One row is said, the whole chart is shown."""
    names = [name for name in chart.measured_by if name != "weight_kg"][:2]
    row = next((row for row in chart.rows if row.size == size), None) or chart.rows[len(chart.rows) // 2]
    facts = [f"{_one(name)} of {_spoken_range(name, row.ranges[name])}" for name in names if name in row.ranges]
    facts = facts or [f"{name.replace('_', ' ')} {value}" for name, value in row.marks.items()][:2]
    whole = "" if size else " The whole chart is on your screen."
    said = f"By the chart for {chart.title.lower()}, {in_size(row.size)} is for {listing(facts)}.{whole}"
    lines = [f"{each.size}: {_written(chart, each)}" for each in chart.rows]
    return Answer(speech=said, text="\n".join([chart.title, *lines]), products=(card,), expects_reply=True)


def no_chart(card: ProductCard, offered: Sequence[str]) -> Answer:
    there = f" {comes_in(card.title)} {_row(offered)}." if offered else ""
    said = f"I don't have a size chart for the {spoken_title(card.title)}.{there}"
    return Answer(speech=said, text=said, products=(card,), expects_reply=True)


def converted(size: str, system: str, others: Sequence[str], into: str) -> Answer:
    names = {"eu": "European", "uk": "UK", "us": "US"}
    said = f"A {names[system]} {size} is about a {names[into]} {listing([str(each) for each in others], last='or')}."
    return Answer(speech=said, text=said, expects_reply=True)


def cannot_convert(audience: str) -> Answer:
    said = "That depends on whose shoes they are. Ask me with men's or women's."
    if audience:
        said = "I don't know that size in the other system. The maker's own chart may tell."
    return Answer(speech=said, text=said, expects_reply=True)


def how_to_measure(chart: Chart | None) -> Answer:
    names = [name for name in (chart.measured_by if chart else ("chest_cm",)) if name in HOW]
    said = HOW[names[0]] if names else "All I need is a height, or a size that fits already."
    return Answer(speech=said, text=said, expects_reply=True)


def _of_past(first: Evidence, goods: Goods) -> str:
    if first.same_product:
        return "That's the size you kept of these before."
    if first.brand.casefold() == goods.brand.casefold():
        return f"You've kept {in_size(first.said)} in {first.brand} before."
    return f"You've kept {in_size(first.said)} in {first.brand} before, and the sizes are the same here."


def _of_return(first: Evidence, _goods: Goods) -> str:
    how = "too small" if first.outcome is Outcome.TOO_SMALL else "too big"
    what = "these" if first.same_product else first.brand
    return f"{in_size(first.said)[:1].upper()}{in_size(first.said)[1:]} in {what} was {how} for you."


def _of_usual(first: Evidence, goods: Goods) -> str:
    if len(first.sizes) > 1 and first.said in first.sizes:
        return "Both may do."
    where = f" in {first.brand}" if first.brand else ""
    wears = f"They wear {in_size(first.said)}" if goods.wearer else f"You wear {in_size(first.said)}"
    if first.brand.casefold() == goods.brand.casefold() and first.brand:
        return f"It's what you wear in {first.brand}."
    if first.sizes == (first.said,):
        return f"{wears}{where}, and the sizes are about the same here."
    return f"{wears}{where}, and by the size charts that comes to this."


def _of_chart(first: Evidence, goods: Goods) -> str:
    whose = "their" if goods.wearer else "your"
    return f"That's by the size chart, from {whose} {listing([MEASURES[name] for name in first.by][:2])}."


def _of_model(_first: Evidence, _goods: Goods) -> str:
    return "That's what most people of that height and weight keep, so it's an estimate."


_REASONS = {
    Source.KEPT: _of_past,
    Source.SENT_BACK: _of_return,
    Source.USUAL: _of_usual,
    Source.CHART: _of_chart,
    Source.MODEL: _of_model,
}


def _written(chart: Chart, row: ChartRow) -> str:
    measures = [f"{MEASURES[n]} {_written_range(n, row.ranges[n])}" for n in chart.measured_by if n in row.ranges]
    return ", ".join([*measures, *(f"{name.replace('_', ' ')} {value}" for name, value in row.marks.items())])


def _one(name: str) -> str:
    article = "" if name == "hips_cm" else "an " if name in {"inseam_cm", "underbust_cm", "age"} else "a "
    return f"{article}{MEASURES[name]}"


def _row(sizes: Sequence[str]) -> str:
    if all(size[:1].isdigit() for size in sizes) and len(sizes) > 2:
        return f"sizes {sizes[0]} to {sizes[-1]}"
    return in_words("size", sizes, last="and")


def _spoken_range(name: str, held: tuple[float, float]) -> str:
    if name == "age":
        return _ends(held, 1, "years")
    return _ends(held, CM_PER_INCH, "inches")


def _written_range(name: str, held: tuple[float, float]) -> str:
    if name == "weight_kg":
        return _ends(held, 1, "kg", dash=True)
    if name == "age":
        return _ends(held, 1, "years", dash=True)
    return f"{_ends(held, CM_PER_INCH, 'in', dash=True)} ({_ends(held, 1, 'cm', dash=True, places=0)})"


def _ends(held: tuple[float, float], unit: float, name: str, *, dash: bool = False, places: int = 1) -> str:
    low, high = (f"{round(value / unit, places):g}" for value in held)
    return f"{low} {name}" if low == high else f"{low}{'-' if dash else ' to '}{high} {name}"
