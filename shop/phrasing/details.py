"""What is said about one product: only what the catalogue says."""

import re
from collections.abc import Mapping, Sequence

from catalog.product import Product, ProductCard
from catalog.retrieval.analyser import terms_of
from shop.phrasing import safety
from shop.phrasing.aspects import EATEN, asks_for_a_fact, aspects_asked_for
from shop.phrasing.choices import in_words
from shop.phrasing.naming import spoken_title
from shop.phrasing.subjects import Subject
from shop.phrasing.told import description_of, told_attributes, told_facts
from shop.references import ORDINALS
from shop.reply import Answer
from shop.spoken import listing, measure_in_words, price_in_words

QUESTION = re.compile(
    r"(so |and |um |ok |okay |hey |but |well )*"
    r"(does|do|did|is|are|has|have|can|could|will|would|what|how|which|where|who|when|why)\b(?!( about| else))"
)
WHY = re.compile(
    r"^\W*(?:but |and |so |ok(?:ay)? )*(?:why|how come)"
    r"(?: (?:do|did|would|are) you (?:recommend|recommending|suggest|suggesting|show|showing|pick|choose)(?: me)?)?"
    rf"(?: (?:that|this|it|the (?:{'|'.join(ORDINALS)}|last)))?(?: one)?\W*$"
)
ABOUT_ITS_STORY = re.compile(r"(so |and )*(where|who|when|why)\b")
SENTENCE_END = re.compile(r"(?<=[.!?]) ")
ASKS_WHAT_THERE_IS = re.compile(
    r"\b(sizes|which size|what size)\b.*\b(there|have|come|comes|available|in stock|carry)\b"
)
PRICE = re.compile(
    r"\b(prices?|costs?|how much (is|are|was|were|again|for|will|would|does (it|this|that) (cost|go))|how much\W*$)"
)
RATING = re.compile(r"\b(rating|rated|reviews?|stars|people (say|think|like)|popular)\b")
COMES_IN = re.compile(r"\b(come|comes|have (it|them|this|that|these|those)|available|made|get (it|them|this)) in\b")
LONGEST_SPOKEN = 160
FACTS_TOLD = 3
UNSAID = ("doesn't say", "That isn't stated either", "I have nothing on that")
OF_NOTHING = (
    "Tell me which product you mean, or ask me to find something first.",
    "I still don't know which product it is about. Name it, and I'll look it up.",
    "Nothing is on the table yet. Tell me which product to look up.",
)
OFFER = " Shall I add it to your cart?"
SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "battery_life": ("run", "runs", "{} on a charge"),
    "charging": ("charge", "charges", "by {}"),
    "waterproof_rating": ("are", "is", "rated to {} of water"),
    "weatherproofing": ("are", "is", "{}"),
    "material": ("are", "is", "made of {}"),
    "weight": ("weigh", "weighs", "{}"),
    "capacity": ("hold", "holds", "{}"),
    "allergens": ("contain", "contains", "{}"),
    "dietary": ("are", "is", "{}"),
    "wattage": ("have", "has", "{}"),
    "flavor": ("taste", "tastes", "of {}"),
    "compatibility": ("work", "works", "with {}"),
    "audience": ("are", "is", "made for {}"),
    "activity": ("are", "is", "made for {}"),
}
EMPTY_TERMS = set(
    terms_of(
        "does do did is are has have had can could will would what how which who when where why it its that this these "
        "those they them the a an one ones first second third fourth last other of on in for to with about and or any "
        "come comes get got made make tell me more you your i my please there kind type product item so um okay hey "
        "any good great nice bad really free"
    )
)


def asks_what_it_comes_in(question: str) -> bool:
    """ "Do they come in large", but not "is the navy one warm"."""
    return COMES_IN.search(question.lower()) is not None and not asks_for_a_fact(question)


def of_product(
    product: Product, card: ProductCard, question: str, *, is_known: bool = False, in_vain: int = 0
) -> Answer:
    """The answer to a question about a product; what is worth hearing of it when nothing special was asked.

    `is_known` tells that the product was talked about last, so that it need not be named again, and `in_vain` how often
    in a row something was asked that is not known: it is never said the same way twice.
    """
    subject = Subject.of(product, is_known=is_known, in_vain=in_vain)
    fact = _asked_for(product, card, question.lower(), subject)
    facts = [f"{_label(name)}: {value}" for name, value in told_facts(product).items()]
    offer = OFFER if card.in_stock else " It's out of stock at the moment."
    return Answer(
        speech=fact or f"{_worth_hearing(product, card, subject)}{offer}",
        text=fact or "\n".join(filter(None, [description_of(product), *facts])),
        products=(card,),
        suggestions=_next_questions(product, card),
        expects_reply=True,
    )


def sizes(product: Product, card: ProductCard) -> Answer:
    said = _offered(product, "size", Subject.of(product, is_known=False))
    return Answer(
        speech=said, text=said, products=(card,), suggestions=_next_questions(product, card), expects_reply=True
    )


def sizes_in_words(product: Product) -> str:
    """Those that can be had now; empty if it comes in one."""
    in_stock = [variant for variant in product.variants if any(variant.stock.values())]
    values = list(dict.fromkeys(v.attributes["size"] for v in in_stock if "size" in v.attributes))
    return in_words("size", values, last="and") if len(values) > 1 else ""


def none_so(how: str) -> Answer:
    """Nothing that was shown is as it was called: that is said, and not another taken for it."""
    return Answer(
        speech=f"None of those I showed you is {how}. Shall I look for some?",
        text=f"None of those shown is {how}.",
        suggestions=("Yes", "Tell me about the first one"),
        expects_reply=True,
    )


def which_of(cards: Sequence[ProductCard]) -> Answer:
    """By what they are where that tells them apart: "the rain jacket or the hiking boots?"."""
    kinds = [card.category.lower() for card in cards]
    names = kinds if len(set(kinds)) == len(kinds) else [spoken_title(card.title) for card in cards]
    said = f"Which do you mean: {listing([f'the {name}' for name in names], last='or')}?"
    return Answer(
        speech=said,
        text=said,
        products=tuple(cards),
        suggestions=("The first one", "The second one"),
        expects_reply=True,
    )


def of_nothing(misses: int = 0) -> Answer:
    said = OF_NOTHING[misses % len(OF_NOTHING)]
    return Answer(speech=said, text=said, expects_reply=True)


def _worth_hearing(product: Product, card: ProductCard, subject: Subject) -> str:
    """The price, what others think, and as much of the description as is heard with patience."""
    price = f"{subject.does('cost', 'costs')} {price_in_words(card.price)}"
    people = _people(product.rating_count)
    rated = f", rated {product.rating:.1f} of five by {people}" if product.rating is not None else ""
    first, *others = SENTENCE_END.split(description_of(product))
    about = first
    for sentence in others:
        if len(about) + len(sentence) > LONGEST_SPOKEN:
            break
        about = f"{about} {sentence}"
    return f"{price}{rated}. {about}".strip()


def _next_questions(product: Product, card: ProductCard) -> tuple[str, ...]:
    """Only questions that the catalogue can answer, and a choice that there is."""
    steps = ["Add it to my cart"] if card.in_stock else []
    for attribute, question in (("size", "What sizes are there?"), ("color", "What colors are there?")):
        if len({variant.attributes.get(attribute) for variant in product.variants}) > 1:
            steps.append(question)
    return (*steps, "Is it in stock nearby?")


def _asked_for(product: Product, card: ProductCard, question: str, subject: Subject) -> str | None:
    """Choices and what all products have first; then what this one tells of itself."""
    for pattern, attribute in ((r"\b(colou?rs?)\b", "color"), (r"\b(sizes?)\b", "size")):
        if re.search(pattern, question):
            return _offered(product, attribute, subject)
    choices = {name for variant in product.variants for name in variant.attributes} - {"size", "color"}
    for attribute in choices & set(re.findall(r"[a-z]+", question)):
        return _offered(product, attribute, subject)
    return _of_all(product, card, question, subject) or _of_itself(product, question, subject)


def _of_all(product: Product, card: ProductCard, question: str, subject: Subject) -> str | None:
    if WHY.match(question):
        return _why(product, card, subject)
    if PRICE.search(question):
        return f"{subject.does('cost', 'costs')} {price_in_words(card.price)}."
    return _rating(product, subject) if RATING.search(question) else None


def _of_itself(product: Product, question: str, subject: Subject) -> str | None:
    if names := aspects_asked_for(question):
        return _of_aspects(product, names, question, subject)
    said = _said_of(product, question, subject) if QUESTION.match(question) else None
    return said or (_not_said(product, subject) if ABOUT_ITS_STORY.match(question) else None)


def _why(product: Product, card: ProductCard, subject: Subject) -> str:
    """What speaks for it, as far as it is known; stars are told anyway."""
    costs = f"{subject.again.does('cost', 'costs')} {price_in_words(card.price)}."
    why = card.why if card.why and "stars" not in card.why else ""
    return " ".join(filter(None, [why and f"{why[0].upper()}{why[1:]}.", _rating(product, subject), costs]))


def _of_aspects(product: Product, names: Sequence[str], question: str, subject: Subject) -> str | None:
    if EATEN & set(names):
        return safety.told(product, question, subject)
    known = told_attributes(product)
    stated = [name for name in names if name in known]
    subjects = [subject, *[subject.again] * len(stated)]
    told = [_stated(name, known[name], by) for name, by in zip(stated, subjects, strict=False)]
    return " ".join(told) if told else _said_of(product, question, subject)


def _stated(name: str, value: str, subject: Subject) -> str:
    """The facts people ask for most in a sentence of their own; any other by its label."""
    spoken = listing([measure_in_words(part) for part in value.split(", ")])
    if sentence := SENTENCES.get(name):
        verb, verbs, rest = sentence
        return f"{subject.does(verb, verbs)} {rest.format(spoken)}."
    return f"{_label(name)}: {spoken}."


def _said_of(product: Product, question: str, subject: Subject) -> str | None:
    """The sentence of the description, or the fact, that has a word of the question; None if it asks for nothing."""
    asked = set(terms_of(question)) - EMPTY_TERMS - set(terms_of(product.title))
    if not asked:
        return None
    for sentence in SENTENCE_END.split(description_of(product)):
        if asked & set(terms_of(sentence)):
            return sentence
    for name, value in told_attributes(product).items():
        if asked & set(terms_of(f"{name} {value}".replace("_", " "))):
            return _stated(name, value, subject)
    return _not_said(product, subject)


def _not_said(product: Product, subject: Subject) -> str:
    """Never a yes or a no from nothing."""
    if subject.in_vain % 3 == 1 and (known := list(told_facts(product).items())[:FACTS_TOLD]):
        return f"{UNSAID[1]}. What I know: {listing([f'{_label(name).lower()} {value}' for name, value in known])}."
    if subject.in_vain % 3:
        return f"{UNSAID[2]}. Somebody in the store can look at the label for you."
    what = "It" if subject.is_known else f"The description of the {spoken_title(product.title)}"
    return f"{what} {UNSAID[0]}. The people in the store may know."


def says_nothing(answer: Answer) -> bool:
    """Whether it was asked in vain."""
    return any(words in answer.speech for words in UNSAID)


def _offered(product: Product, attribute: str, subject: Subject) -> str:
    """What can be had now; what is sold out is not named."""
    in_stock = [variant for variant in product.variants if any(variant.stock.values())] or list(product.variants)
    values = list(dict.fromkeys(v.attributes[attribute] for v in in_stock if attribute in v.attributes))
    if not values:
        return _not_said(product, subject)
    return f"{subject.does('come', 'comes')} in {in_words(attribute, values, last='and')}."


def _rating(product: Product, subject: Subject) -> str:
    if product.rating is None:
        return f"Nobody has rated the {spoken_title(product.title)} yet."
    people = _people(product.rating_count)
    return f"{subject.does('have', 'has')} {product.rating:.1f} of five stars, from {people}."


def _people(number: int) -> str:
    """In figures: "one hundred twenty people" is no easier to hear."""
    return "one person" if number == 1 else f"{number} people"


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()
