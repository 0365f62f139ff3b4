"""What is said to somebody who told a card number: that it was not heard, and how paying works."""

from dataclasses import replace

from shop.reply import Answer

LONGEST_SPEECH = 420
REFUSED = "I don't take card numbers, so I've kept nothing of that one."
INSTEAD = "You pay by a link after ordering, or with what your account has stored."


def refused(answer: Answer, *, was_understood: bool) -> Answer:
    """In front of what else there is to say; where nothing else was understood, how to pay instead."""
    said = f"{REFUSED} {answer.speech}"
    if was_understood and len(said) <= LONGEST_SPEECH:
        return replace(answer, speech=said, text=f"{REFUSED}\n{answer.text}")
    told = f"{REFUSED} {INSTEAD}"
    return replace(answer, speech=told, text=told, expects_reply=False)
