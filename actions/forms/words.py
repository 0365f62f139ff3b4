"""The few sentences that mean the same in every form."""

import re

from actions.forms.form import FormTurn

_OPENING = r"^\W*(?:(?:no|nope|oh|ok|okay|well|actually|sorry|please|you know what)\W+)*"
_CLOSING = r"(?:\W+(?:please|thanks|thank you|then|now|for now|instead))*\W*$"
_IT = r"(?: (?:it|that|this|all of it|everything|about (?:it|that)|the whole thing))?"
_MATTER = r"(?: (?:the|my|this) (?:order|checkout|check out|return|purchase|exchange|process|form|whole thing))?"
_WAY = r"(?:(?:can we |let'?s |i want to |i'd like to |take me |get me )?(?:go |get )?)"
_MINE = r"(?:the |my |that |this |our )?"
_PLACE = r"(?:check ?out|order|return|exchange|payment|siz(?:e|ing)|it|that|where we were|what we were doing)"
_FORWARD = r"(?:continue|resume|carry on|go on|proceed|keep going|pick up where we left off)"
GIVES_UP = re.compile(
    rf"{_OPENING}(?:never ?mind|nvm|forget{_IT}{_MATTER}|cancel{_IT}{_MATTER}|stop{_IT}{_MATTER}|quit|exit|abort"
    r"|(?:let'?s )?(?:leave|skip|drop) (?:it|that|this)(?: for (?:now|later|today))?"
    r"|not (?:now|today|any ?more)|maybe (?:later|another time)|i(?:'ll| will) (?:do|finish) (?:it|that|this) later"
    rf"|i (?:changed my mind|don'?t want (?:to|it|that)(?: any ?more)?)){_CLOSING}"
)
RESUMES = re.compile(
    rf"{_OPENING}(?:and )?(?:{_WAY}back to {_MINE}{_PLACE}"
    rf"|(?:can we |let'?s )?{_FORWARD}(?: (?:with )?{_MINE}(?:{_PLACE}|checking out))?"
    rf"|where (?:were|was) (?:we|i)(?: (?:at|again))?|what were we (?:doing|talking about)){_CLOSING}"
)
LITTLE = 3
# Less sure than that, an intent is a guess, and a guess ought not to interrupt.
SURE = 0.4
NOT_UNDERSTOOD = "nlu_fallback"
ASKS = re.compile(r"\W*(?:what|who|how|why|when|where|which|is|are|do|does|can|could)\b", re.IGNORECASE)
YES_OR_NO = frozenset({"affirm", "deny"})


def gives_up(said: str) -> bool:
    """ "Never mind", "cancel that", "stop"; not "cancel the milk"."""
    return GIVES_UP.match(_plain(said)) is not None


def resumes(said: str) -> bool:
    """ "Back to checkout", "continue", "where were we?"."""
    return RESUMES.match(_plain(said)) is not None


def says_little(turn: FormTurn) -> bool:
    """A yes, a no, or a word or two that mean nothing to the shop: an answer that was not understood."""
    if turn.intent in YES_OR_NO or turn.said.confidence < SURE:
        return True
    return turn.intent == NOT_UNDERSTOOD and len(turn.said.text.split()) <= LITTLE and not ASKS.match(turn.said.text)


def _plain(said: str) -> str:
    return " ".join(said.lower().replace("\u2019", "'").split())
