"""What is said while an order is looked up by its number and its e-mail address."""

from shop.reply import Answer

TRIES_OVER = "That's enough tries for now. The people in the store can look it up with you."


def which_number(*, again: bool, purpose: str) -> Answer:
    """The address is only asked for once there is a number."""
    opening = {
        "status": "I can look that up.",
        "cancel": "I can see whether it can still be cancelled.",
        "reorder": "I can get you the same again.",
        "return": "I can help with that.",
    }.get(purpose, "")
    question = "What's the order number?"
    said = question if again else f"{opening} {question}".strip()
    return Answer(
        speech=said,
        text=f"{said} It's on your receipt and in the confirmation. If you have an account, you can also sign in.",
        suggestions=("I don't have it",),
        expects_reply=True,
    )


def which_email(*, again: bool) -> Answer:
    said = "And the e-mail address?" if again else "Thanks. Which e-mail address was it ordered with?"
    return Answer(speech=said, text=said, expects_reply=True)


def no_such_order() -> Answer:
    """The same for a wrong number, a wrong address, and an order of somebody else."""
    said = "I can't find an order with that number and that e-mail address. Please check both."
    return Answer(speech=said, text=said, expects_reply=True)


def no_more_tries() -> Answer:
    return Answer(speech=TRIES_OVER, text=TRIES_OVER, suggestions=("Talk to a person",))


def without_number() -> Answer:
    said = (
        "Without it I can't show an order, so that nobody sees yours."
        " It's in the confirmation mail; or sign in, and I'll see your orders."
    )
    return Answer(speech=said, text=said, suggestions=("Talk to a person",))


def left() -> Answer:
    said = "All right, I won't look it up. Anything else?"
    return Answer(speech=said, text=said, expects_reply=True)
