"""What is said where no order may be placed: what has to come first, or where the order is finished."""

from shop.reply import Answer


def link_account() -> Answer:
    said = "To order here, please link your account first; your cart is kept."
    return Answer(speech=said, text=said, needs_account=True)


def in_the_browser(link: str) -> Answer:
    said = "Orders are finished in the browser: open the link, and your cart is there."
    return Answer(speech=said, text=said, link=link)


def link_to_buy_again() -> Answer:
    said = "To buy again what you had before, please link your account first; your cart is kept."
    return Answer(speech=said, text=said, needs_account=True)


def link_or_number() -> Answer:
    said = "Link your account and I can look up your orders, or tell me an order number."
    return Answer(speech=said, text=said, needs_account=True, expects_reply=True)
