"""Say what the shop promises about returns, shipping, warranty or price match, and what that means for a thing."""

import re
from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.conversation.open_question import THE_REST, ask, close_question
from actions.grounding.speaker import Promise
from actions.heard import Heard, heard
from actions.orders.talk import in_focus, orders_meant, points_back
from actions.products.meant import talked_about
from actions.services import Services
from catalog.contents import PolicyText
from catalog.stages import Stopwatch
from shop.offers import asks_for_offers
from shop.orders.meant import Bought
from shop.phrasing import offers, policies, return_rules
from shop.policy import kind_asked_for
from shop.returns.questions import is_of_a_bought_thing, topic_of
from shop.returns.rules import ReturnRules, Rule

START_RETURN = "start_return"
RETURNS = "returns"
OF_ANY_SHOP = "USD"
# "Can I return the shorts?", where no shorts are being looked at, is about those that were bought.
NAMES_ONE = re.compile(r"\b(?:the|those|these) [a-z]+\b")


class ExplainPolicy(Action):
    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_explain_policy"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        if asks_for_offers(said.text):
            replies.tell(dispatcher, offers.told(await self._services.commerce.checkouts.promotions()))
            return [close_question()]
        kind = kind_asked_for(said.text)
        if kind == RETURNS:
            events = await self._of_returns(dispatcher, said)
            if events is not None:
                return events
        return await tell_policy(self._services, dispatcher, said, kind=kind)

    async def _of_returns(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events | None:
        """From the facts of the policy; None where its own words have to answer."""
        may_be_own = is_of_a_bought_thing(said.text) or (said.in_focus is None and NAMES_ONE.search(said.text.lower()))
        if may_be_own and (thing := await self._bought(said)):
            return await self._of_bought(dispatcher, said, thing)
        policy = next((each for each in await self._services.products.policies() if each.kind == RETURNS), None)
        if policy is None:
            return None
        rules, topic = ReturnRules.of(policy), topic_of(said.text)
        goods, category = await self._goods(said)
        rule = _named_in(rules, said.text) or rules.rule_for(category)
        told = return_rules.explained(rules, rule, topic, currency=OF_ANY_SHOP, of=goods)
        if told is None:
            return None
        replies.tell(dispatcher, policies.from_facts(policy, told))
        return [close_question()]

    async def _bought(self, said: Heard) -> Bought | None:
        """The newest thing of the shopper's own orders that is named, or pointed at."""
        orders = await self._services.commerce.orders.of_shopper(said.shopper_id)
        if not orders:
            return None
        found = await orders_meant(self._services, said, orders)
        if found.bought:
            return found.bought[0]
        focus = in_focus(said, orders)
        if focus is not None and len(focus.lines) == 1 and points_back(said.text):
            return Bought(order=focus, position=0)
        return None

    async def _of_bought(self, dispatcher: CollectingDispatcher, said: Heard, thing: Bought) -> replies.Events:
        now = self._services.now()
        judged = await self._services.commerce.returns.returnable(said.shopper_id, order_id=thing.order.id)
        each = judged[thing.position]
        replies.tell(dispatcher, return_rules.of_bought(each, now_on=thing.order.day_of(now)))
        if each.why_not is not None:
            return [close_question()]
        return [ask({"kind": START_RETURN, "order": thing.order.id, "position": thing.position}, now=now)]

    async def _goods(self, said: Heard) -> tuple[str, Sequence[str]]:
        """What the question is about, as it is called, and where in the shop it stands."""
        goods = self._services.reader().goods_named(said.text)
        if goods:
            query = self._services.reader().parse(goods)
            found = await self._services.finding.find(query, limit=1, stopwatch=Stopwatch())
            return goods, await self._category([card.id for card in found.cards])
        if not points_back(said.text):
            return "", ()
        _, focus = await talked_about(self._services, said)
        return ("those" if focus else ""), await self._category([focus.id] if focus else [])

    async def _category(self, product_ids: Sequence[str]) -> Sequence[str]:
        found = await self._services.products.products(product_ids)
        return found[0].category if found else ()


async def tell_policy(
    services: Services, dispatcher: CollectingDispatcher, said: Heard, *, kind: str
) -> replies.Events:
    by_kind: dict[str, PolicyText] = {policy.kind: policy for policy in await services.products.policies()}
    told = policies.explained(by_kind.get(kind), said.text)
    promised = Promise(kind=kind, quoted=told.quoted) if told.quoted else Promise()
    replies.tell(dispatcher, told.answer, of_policy=promised)
    return [ask({"kind": THE_REST, "rest": told.rest}, now=services.now())] if told.rest else []


def _named_in(rules: ReturnRules, text: str) -> Rule | None:
    """The exception for goods that are called as the policy calls them: "electronics"."""
    said = f" {text.lower()} "
    return next((rule for rule in rules.exceptions if rule.of and rule.of.lower().removesuffix("s") in said), None)
