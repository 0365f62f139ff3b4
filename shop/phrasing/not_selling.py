"""What is said at a checkout where the shop has set up no way of getting goods to people."""

from shop.reply import Answer


def told() -> Answer:
    said = "I can't take orders here yet, I'm afraid. Your cart is kept."
    return Answer(speech=said, text=said)
