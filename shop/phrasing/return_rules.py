"""What is said of the rules of returns: from the policy's facts, and as the policy's."""

from datetime import date

from catalog.money import Money
from shop.phrasing.days import dated
from shop.phrasing.naming import is_plural
from shop.phrasing.order_words import begin, own
from shop.reply import Answer
from shop.returns.eligibility import Returnable, WhyNot
from shop.returns.questions import Topic
from shop.returns.rules import ReturnRules, Rule
from shop.spoken import counted, listing, number_in_words, price_in_words

SOURCE = "Our returns policy says"
MAY_ASK_A_PERSON = "If you think otherwise, ask me for a person."
OF_THE_ORDER = {WhyNot.NOT_DELIVERED, WhyNot.CANCELLED, WhyNot.ALL_BACK, WhyNot.NO_RULE}
SUGGESTIONS = ("Do I need the receipt?", "When do I get my money back?", "Start a return")


def explained(rules: ReturnRules, rule: Rule, topic: Topic | None, *, currency: str, of: str = "") -> str | None:
    """What the facts answer; None where they say nothing of it, so that the policy's own words have to.

    `of` names the goods that were asked about.
    """
    told = _told(rules, rule, topic, currency=currency, goods=of or rule.of.lower())
    return f"{SOURCE}: {told}" if told else None


def of_bought(each: Returnable, *, now_on: date) -> Answer:
    """Whether a thing that was bought may still come back, and until when."""
    line = each.thing.line
    name = own(line)
    if each.why_not is not None:
        said = f"No. {sourced(each, now_on=now_on)}"
        return Answer(speech=said, text=f"{said} {MAY_ASK_A_PERSON}", suggestions=("Talk to a person",))
    until = f" until {dated(each.until, now_on)}" if each.until else ""
    condition = f", {each.rule.condition}" if each.rule.condition else ""
    said = f"Yes, you can return the {name}{until}{condition}. Shall I start the return?"
    return Answer(speech=said, text=said, suggestions=("Yes", "No"), expects_reply=True)


def sourced(each: Returnable, *, now_on: date) -> str:
    """The reason, as the policy's where it is the policy's."""
    said = why_not(each, now_on=now_on)
    return begin(said) if each.why_not in OF_THE_ORDER else f"{SOURCE}: {said}"


def why_not(each: Returnable, *, now_on: date) -> str:
    """The rule that stands in the way."""
    line, rule = each.thing.line, each.rule
    name = own(line)
    it, is_ = ("they", "are") if is_plural(line.title) else ("it", "is")
    if each.why_not is WhyNot.NOT_DELIVERED:
        them = "them" if it == "they" else "it"
        return f"the {name} {is_}n't with you yet. Once {it} {is_}, you can send {them} back."
    if each.why_not is WhyNot.TOO_LATE and each.until and rule.days is not None:
        limit = dated(each.until, now_on)
        return f"{_goods_have(rule)} {counted(rule.days, 'day')}, and for the {name} that ended {limit}."
    return {
        WhyNot.CANCELLED: "that order was cancelled, so there is nothing to send back.",
        WhyNot.ALL_BACK: f"the {name} {'have' if it == 'they' else 'has'} been returned already.",
        WhyNot.FINAL_SALE: f"{_goods(rule)} are final sale.",
        WhyNot.ONLY_FAULTY: f"{_goods(rule)} {rule.condition or 'come back only if they are faulty'}.",
        WhyNot.USED: f"{_goods(rule)} have to be {rule.condition}.",
    }.get(each.why_not or WhyNot.NO_RULE, "the policy doesn't say it for this, so a person has to decide.")


def person_decides(said: str) -> Answer:
    return Answer(speech=said, text=said, suggestions=("Talk to a person", "How do returns work?"))


def _told(rules: ReturnRules, rule: Rule, topic: Topic | None, *, currency: str, goods: str) -> str | None:
    if topic is Topic.PROOF:
        return _proof(rules)
    if topic is Topic.COST:
        return _cost(rule, currency)
    if topic in {Topic.REFUND_TIME, Topic.REFUND_WAY}:
        return _refund(rules)
    if topic is Topic.CONDITION:
        return _condition(rule, goods)
    return _days(rule, goods) if goods or topic is Topic.DAYS else None


def _days(rule: Rule, goods: str) -> str | None:
    if rule.final_sale:
        return f"{goods or 'those'} are final sale and can't come back."
    if rule.days is None:
        return None
    of = f" for {goods}" if goods else ""
    return f"{counted(rule.days, 'day')} from delivery{of}{f', {rule.condition}' if rule.condition else ''}."


def _condition(rule: Rule, goods: str) -> str | None:
    if not rule.condition or not goods:
        return None
    within = f", within {counted(rule.days, 'day')}" if rule.days is not None else ""
    return f"for {goods}, {rule.condition}{within}."


def _proof(rules: ReturnRules) -> str | None:
    return f"the {listing(rules.proof, last='or')} is enough." if rules.proof else None


def _cost(rule: Rule, currency: str) -> str | None:
    if rule.shipping_minor is None:
        return None
    if rule.shipping_minor == 0:
        return "sending it back is free."
    fee = price_in_words(Money(amount_minor=rule.shipping_minor, currency=currency))
    return f"sending back {rule.of.lower() or 'your parcel'} costs {fee}."


def _refund(rules: ReturnRules) -> str | None:
    days = rules.refund_within_days
    if days is None and not rules.refund_to:
        return None
    when = f" within {number_in_words(days)} days of its arrival here" if days is not None else ""
    where = f" to your {rules.refund_to}" if rules.refund_to else ""
    return f"the money goes back{where}{when}."


def _goods(rule: Rule) -> str:
    return begin(rule.of.lower()) if rule.of else "those"


def _goods_have(rule: Rule) -> str:
    return f"for {rule.of.lower()} you have" if rule.of else "you have"
