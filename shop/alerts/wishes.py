"""Whether somebody wants to be told when a thing is back, or no longer, and where to write to."""

import re

_TELL_ME = (
    r"(?:notify|tell|alert|inform|text|e-?mail|message|ping|remind|write(?: to)?|call) (?:me|us)|let (?:me|us) know"
    r"|(?:set|put|create|make|add)(?: up)? (?:me )?an? (?:alert|reminder|notification)|keep me posted"
    r"|put me on the (?:waiting )?list"
)
_BACK = (
    r"(?:back|available|in stock|restock\w*|arrives?|comes? (?:back|in)|(?:you )?(?:have|get) (?:it|them|more|some|one)"
    r"|again)"
)
_WANTED = re.compile(
    rf"\b(?:{_TELL_ME})\b.*\b(?:when|once|as soon as|if|the moment|for)\b.*\b{_BACK}\b"
    rf"|\b(?:{_TELL_ME})\b.*\bback in stock\b"
)
_NO_MORE = re.compile(
    r"\b(?:cancel|stop|remove|delete|forget|drop|turn off|don'?t|do not|no more|never mind)\b.*"
    r"\b(?:alerts?|notifications?|notify(?:ing)?(?: me)?|notified|stock reminders?|tell me when|let me know when)\b"
)
_ALL = re.compile(r"\b(?:all|every|any|both)\b")
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def wants_alert(text: str) -> bool:
    return _WANTED.search(text.lower()) is not None


def wants_no_alert(text: str) -> bool:
    return _NO_MORE.search(text.lower()) is not None


def of_all(text: str) -> bool:
    return _ALL.search(text.lower()) is not None


def contact_in(text: str) -> str | None:
    """An e-mail address, where one was said."""
    found = _CONTACT.search(text)
    return found[0].rstrip(".") if found else None
