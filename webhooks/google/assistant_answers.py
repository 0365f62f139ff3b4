"""Writes the Assistant's part of Dialogflow ES responses: rich response, list to choose from, sign-in."""

from typing import Any

from webhooks.google.messenger import OPEN_IN_BROWSER
from webhooks.google.shown import Card, Shown, web_link
from webhooks.google.speech import slow_ssml

TYPE = "type.googleapis.com/google.actions.v2."
WHY_SIGN_IN = "To place your order"
REPROMPTS = ("Are you still there?", "What can I find for you?", "I'll be here when you need me. Goodbye.")

Json = dict[str, Any]


def assistant_payload(shown: Shown, *, has_screen: bool) -> Json:
    signs_in = shown.needs_account and not shown.ended
    listens = shown.is_open or signs_in
    payload: Json = {
        "expectUserResponse": listens,
        "richResponse": _rich_response(shown, has_screen=has_screen, listens=listens),
    }
    if listens:
        payload["noInputPrompts"] = [{"textToSpeech": prompt} for prompt in REPROMPTS]
    if signs_in:
        payload["systemIntent"] = _system_intent("SIGN_IN", "SignInValueSpec", {"optContext": WHY_SIGN_IN})
    elif listens and has_screen and len(shown.cards) > 1:
        items = {"title": "What I found", "items": [_item(card) for card in shown.cards]}
        payload["systemIntent"] = _system_intent("OPTION", "OptionValueSpec", {"listSelect": items})
    return payload


def _rich_response(shown: Shown, *, has_screen: bool, listens: bool) -> Json:
    items = [{"simpleResponse": _bubble(shown, number)} for number in range(len(shown.speech))]
    if has_screen and len(shown.cards) == 1:
        items.append({"basicCard": _basic_card(shown.cards[0])})
    rich: Json = {"items": items}
    if has_screen and listens and shown.chips:
        rich["suggestions"] = [{"title": chip} for chip in shown.chips]
    if has_screen and listens and (link := _secure(shown.link)):
        rich["linkOutSuggestion"] = {"destinationName": OPEN_IN_BROWSER, "url": link}
    return rich


def _bubble(shown: Shown, number: int) -> Json:
    speech = shown.speech[number]
    bubble: Json = {"ssml": slow_ssml(speech)} if shown.slower else {"textToSpeech": speech}
    if number < len(shown.text):
        bubble["displayText"] = shown.text[number]
    return bubble


def _basic_card(card: Card) -> Json:
    """A card needs words of its own where it has no picture."""
    written: Json = {"title": card.title, "formattedText": _unformatted(card.subtitle)}
    if image := _secure(card.image):
        written["image"] = {"url": image, "accessibilityText": card.title}
    if link := _secure(card.link):
        written["buttons"] = [{"title": "Open", "openUrlAction": {"url": link}}]
    return written


def _item(card: Card) -> Json:
    """Titles have to differ, and two products may well be called the same, so each has its place in front."""
    place = card.pick.removeprefix("the ").removesuffix(" one").capitalize()
    item: Json = {
        "optionInfo": {"key": card.pick, "synonyms": [card.title]},
        "title": f"{place}: {card.title}",
        "description": card.subtitle,
    }
    if image := _secure(card.image):
        item["image"] = {"url": image, "accessibilityText": card.title}
    return item


def _system_intent(name: str, spec: str, data: Json) -> Json:
    return {"intent": f"actions.intent.{name}", "data": {"@type": f"{TYPE}{spec}", **data}}


def _unformatted(text: str) -> str:
    """The card reads Markdown, and a product's words are no markup."""
    return "".join(f"\\{sign}" if sign in "\\*_[]()#`" else sign for sign in text)


def _secure(address: str | None) -> str | None:
    return web_link(address, at=None, schemes=("https",))
