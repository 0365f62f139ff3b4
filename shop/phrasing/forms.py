"""What is said around a form: that it was left, that it waits, that an answer was not understood."""

from shop.reply import Answer


def not_got() -> Answer:
    said = "Sorry, I didn't get that."
    return Answer(speech=said, text=said, expects_reply=True)


def silence() -> Answer:
    return Answer(speech="", text="", expects_reply=True)


def way_back(called: str) -> Answer:
    """Nothing to say or to read, only a button."""
    return Answer(speech="", text="", suggestions=(f"Back to {called}",), expects_reply=True)


def later() -> Answer:
    said = "All right, later then."
    return Answer(speech=said, text=said, expects_reply=True)


def shall_we_go_back(called: str) -> Answer:
    said = f"Shall we go back to {called}?"
    return Answer(speech=said, text=said, suggestions=("Yes", "Not now"), expects_reply=True)
