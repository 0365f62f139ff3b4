"""Words about signing in: whether and as whom, and where it is done, for it is never done by talking."""

import re

from shop.reply import Answer
from shop.spoken import listing

WITHOUT = ("find things", "fill a cart", "check out as a guest")
_GOES = r"\b(?:log(?:ged|ging)?|sign(?:ed|ing)?) ?(?:me |us )?"
_LEAVES = re.compile(rf"{_GOES}(?:out|off)\b")
_PASSWORD = re.compile(r"\bpass(?:word|code)\b")
_ASKS = re.compile(
    rf"{_LEAVES.pattern}|{_PASSWORD.pattern}"
    rf"|{_GOES}(?:in|into|on|up)\b|\bregister\b"
    r"|\b(?:an|my|the|this|which|whose|your|me an) accounts?\b|\bwho am i\b(?! (?:talk|speak|on to))"
    r"|\bwho i am\b|\brecogni[sz]e me\b"
)


def asks_of_account(said: str) -> bool:
    return _ASKS.search(said.lower()) is not None


def of_account(said: str, *, is_customer: bool, name: str | None) -> Answer:
    """`name` is what a customer is called, if that is known."""
    who = f"You're signed in{f' as {name}' if name else ''}"
    if _PASSWORD.search(said.lower()):
        answer = "I can't see or change passwords. You can do that where you sign in, on the shop's own page."
    elif _LEAVES.search(said.lower()):
        answer = f"{who}. To sign out, use your account on the shop's page." if is_customer else _guest("signed in")
    elif is_customer:
        answer = f"{who}, so I can look up your orders and buy your usual things again. What do you need?"
    else:
        answer = _guest("signed in yet")
    return Answer(speech=answer, text=answer, expects_reply=True)


def _guest(state: str) -> str:
    return (
        f"You're not {state}. That's done on the shop's page, not by voice. "
        f"Without it you can {listing(WITHOUT, last='and')}."
    )
