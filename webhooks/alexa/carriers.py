"""The skill's intents: by which words the shopper is heard, and the sentence that the assistant is told for them.

Alexa hands on free text only as a slot behind a carrier ("add {query}"), and tells which intent it was but not the
words in front of the slot. So whatever has to be told apart is an intent of its own, and its words are put back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from webhooks.alexa.openings import openings
from webhooks.alexa.slot_values import DATE, FOUR_DIGITS, NUMBER, ORDINAL, SEARCH_QUERY, TIME, words_of

# A type of our own: whole sentences, known from what the assistant learned from. Alexa hears others like them too.
SENTENCE = "Sentence"
# A type of our own: what the shop sells, so that a bare "oat milk" is heard.
GOODS = "Goods"
SLOT_TYPES: Mapping[str, str] = {
    "query": SEARCH_QUERY,
    "answer": SEARCH_QUERY,
    "number": NUMBER,
    "ordinal": ORDINAL,
    "code": FOUR_DIGITS,
    "day": DATE,
    "time": TIME,
    "sentence": SENTENCE,
    "goods": GOODS,
}
SLOT = re.compile(r"\{(\w+)\}")
# What is said next while the microphone is open is asked for as its slot, and comes whole, with no carrier.
ANSWER_INTENT, ANSWER_SLOT = "AnswerIntent", "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """`says` is what the assistant hears; `samples` are the ways to say it, none of another meaning."""

    says: str
    samples: tuple[str, ...]

    @property
    def slots(self) -> Mapping[str, str]:
        """The type of the slot, by its name; there is one at most."""
        return {name: SLOT_TYPES[name] for name in SLOT.findall(self.says)}

    def with_value(self, value: str) -> str:
        """The words alone where the slot stayed empty: the assistant then asks what is meant."""
        return " ".join(SLOT.sub(lambda slot: words_of(value, SLOT_TYPES[slot[1]]), self.says).split())


def _said(says: str, *others: str) -> Carrier:
    return Carrier(says=says, samples=(says, *others))


CARRIERS: Mapping[str, Carrier] = {
    # The samples are what Alexa wants an intent to have; what counts is that its slot is asked for.
    ANSWER_INTENT: Carrier(says="{answer}", samples=("my answer is {answer}", "i said {answer}")),
    "SayIntent": _said("{sentence}"),
    "GoodsIntent": _said("{goods}"),
    # Looking for goods.
    "FindIntent": _said(
        "find {query}",
        "find me {query}",
        "look for {query}",
        "search for {query}",
        "i'm looking for {query}",
        "i am looking for {query}",
        "show me {query}",
        "show {query}",
    ),
    "GetMeIntent": _said("get me {query}"),
    "WantIntent": _said("i want {query}", "i need {query}", "we need {query}"),
    "WouldLikeIntent": _said("i would like {query}", "i'd like {query}"),
    "DoYouHaveIntent": _said(
        "do you have {query}", "have you got {query}", "do you sell {query}", "do you carry {query}", "is there {query}"
    ),
    "WhereIntent": _said("where is {query}", "where's {query}", "where are {query}", "where can i find {query}"),
    "RecommendIntent": _said("recommend {query}", "suggest {query}", "can you recommend {query}"),
    "SimilarIntent": _said("something like {query}", "show me something like {query}", "anything like {query}"),
    # Narrowing what was found.
    "InIntent": _said("in {query}", "do you have it in {query}", "the same in {query}"),
    "WithIntent": _said("with {query}", "ones with {query}"),
    "WithoutIntent": _said("without {query}", "ones without {query}"),
    "UnderIntent": _said("under {query}", "less than {query}", "cheaper than {query}", "for less than {query}"),
    "OverIntent": _said("over {query}", "more than {query}"),
    "FromIntent": _said("from {query}", "made by {query}"),
    "ForIntent": _said("for {query}", "it's for {query}", "it is for {query}"),
    "SizeIntent": _said("size {query}", "in size {query}", "my size is {query}"),
    "CheaperIntent": _said("something cheaper", "cheaper", "anything cheaper", "show me something cheaper"),
    "OtherIntent": _said("show me something else", "something else", "others", "what else do you have"),
    # Goods that were told of.
    "PointIntent": _said("the {query}", "i mean the {query}"),
    "TakeIntent": _said("i'll take the {query}", "take the {query}"),
    "NumberIntent": _said("{number}"),
    "OptionIntent": _said("number {number}", "option {number}"),
    "OrdinalIntent": _said("the {ordinal} one", "the {ordinal}", "{ordinal}"),
    "DetailsIntent": _said("tell me about {query}", "tell me more about {query}"),
    "WhatAboutIntent": _said("what about {query}", "how about {query}"),
    "MoreDetailsIntent": _said("tell me more about it", "more about it", "give me the details"),
    "CompareIntent": _said("compare {query}", "what's the difference between {query}"),
    "AvailabilityIntent": _said("is it in stock", "do you have it in stock", "when can i have it"),
    "WhichSizeIntent": _said("what size should i take", "which size fits me", "what size am i"),
    # The cart.
    "AddIntent": _said(
        "add {query}", "put {query} in my cart", "add {query} to my cart", "put in {query}", "also add {query}"
    ),
    "AddItIntent": _said("add it to my cart", "add it", "put it in my cart", "i'll take it"),
    "BuyIntent": _said("buy {query}", "order {query}", "get {query}"),
    "RemoveIntent": _said("remove {query}", "take out {query}", "delete {query}", "take {query} out of my cart"),
    "ChangeIntent": _said("change {query}", "swap {query}", "replace {query}"),
    "MakeItIntent": _said("make it {query}", "make that {query}"),
    "ViewCartIntent": _said("what's in my cart", "what is in my cart", "read my cart", "show my cart", "my cart"),
    "EmptyCartIntent": _said("empty my cart", "clear my cart"),
    "ReorderIntent": _said("order {query} again", "reorder {query}", "buy {query} again", "the usual {query}"),
    "UsualIntent": _said("my usual order", "order the usual", "the usual"),
    # Checkout, and what is asked in it.
    "CheckoutIntent": _said("check out", "checkout", "place my order", "i want to check out", "i'm ready to pay"),
    "CheckoutHowIntent": _said("check out {query}", "check out with {query}"),
    "DeliverIntent": _said("deliver it to {query}", "deliver to {query}", "ship it to {query}", "send it to {query}"),
    "DeliveryIntent": _said("delivery", "deliver it", "ship it", "send it to me"),
    "PickUpAtIntent": _said("pick up at {query}", "i'll pick it up at {query}", "pickup at {query}"),
    "PickUpIntent": _said("pickup", "pick up", "i'll pick it up"),
    "DayIntent": _said("{day}"),
    "TimeIntent": _said("{time}", "at {time}", "around {time}"),
    "AtIntent": _said("at {query}"),
    "OnIntent": _said("on {query}"),
    "TomorrowIntent": _said("tomorrow {query}"),
    "TodayIntent": _said("today {query}"),
    "BetweenIntent": _said("between {query}"),
    "AddressIntent": _said("my address is {query}", "the address is {query}", "i live at {query}"),
    "EmailIntent": _said("my email is {query}", "my e-mail is {query}", "the email is {query}"),
    "CodeIntent": _said("my code is {code}", "{code}", "the code is {code}", "my voice code is {code}"),
    # Orders, returns and the shop's rules.
    "OrderStatusIntent": _said("where is my order", "where's my order", "track my order", "when does my order arrive"),
    "OrderNumberIntent": _said("my order number is {query}", "order number {query}"),
    "ReturnIntent": _said("return {query}", "i want to return {query}", "send back {query}"),
    "PolicyIntent": _said("what is your policy on {query}", "what's the policy for {query}"),
    "PriceMatchIntent": _said("i saw it cheaper at {query}", "it's cheaper at {query}"),
    "TheyHaveItIntent": _said("they have it for {query}", "it costs {query} there"),
    # The shopper, and the talk itself.
    "RememberIntent": _said("remember that {query}", "remember {query}"),
    "IAmIntent": _said("i am {query}", "i'm {query}"),
    "LikeIntent": _said("i like {query}", "i prefer {query}"),
    "DislikeIntent": _said("i don't like {query}", "i do not like {query}"),
    "ForgetIntent": _said("forget {query}", "forget that {query}"),
    "MyNameIntent": _said("my name is {query}"),
    "SlowerIntent": _said("say that again slower", "slower please", "speak slower"),
    "PersonIntent": _said("let me talk to a person", "i want to talk to a human", "connect me with someone"),
    "ThanksIntent": _said("thank you", "thanks"),
    "ThatsAllIntent": _said("that's all", "that is all", "nothing else", "i'm done"),
    # Whatever else is asked: the question word is all that goes before it.
    "WhatIntent": _said("what {query}"),
    "WhatIsIntent": _said("what is {query}", "what's {query}"),
    "WhichIntent": _said("which {query}"),
    "WhenIntent": _said("when {query}"),
    "WhyIntent": _said("why {query}"),
    "HowIntent": _said("how {query}"),
    "IsIntent": _said("is {query}"),
    "AreIntent": _said("are {query}"),
    "DoesIntent": _said("does {query}"),
    "DoIntent": _said("do {query}"),
    "CanYouIntent": _said("can you {query}", "could you {query}"),
    "CanIIntent": _said("can i {query}", "could i {query}"),
    # Whatever else a sentence begins with.
    **{name: Carrier(says=says, samples=samples) for name, (says, samples) in openings().items()},
}


def sentence_of(intent: str, value: str | None) -> str | None:
    """What is said by an intent of ours; None for one that is not."""
    carrier = CARRIERS.get(intent)
    return carrier.with_value(value or "") if carrier else None
