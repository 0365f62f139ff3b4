"""Words as Alexa speaks them: SSML that parses whatever a product is called, and never more than is allowed."""

import unicodedata
from xml.sax.saxutils import escape

from shop.spoken import reads_straight

# The whole of it, markup and all, has to stay below eight thousand characters.
MOST_CHARACTERS = 7900
LONGEST_REPROMPT = 300
QUOTES = {'"': "&quot;", "'": "&apos;"}
CONTROLS = {"Cc", "Cs"}
# What no XML may hold besides; a sign that this Python does not know yet may well be an emoji.
NO_SIGNS = "\ufffe\uffff"
WHITESPACE = "\t\n\r\x0b\x0c\x85"
MORE_LEFT = "…"
ASKED_AGAIN = "What would you like?"


def ssml(said: str, *, slower: bool = False) -> str:
    before, after = ('<speak><prosody rate="slow">', "</prosody></speak>") if slower else ("<speak>", "</speak>")
    room = MOST_CHARACTERS - len(before) - len(after)
    return f"{before}{_escaped_to(speakable(said), room)}{after}"


def speakable(said: str) -> str:
    """Without what no XML may hold, such as control characters; a line break is a pause."""
    spaced = "".join(" " if sign in WHITESPACE else sign for sign in said)
    return "".join(sign for sign in spaced if not _is_unwanted(sign)).strip()


def shortened(said: str, most: int) -> str:
    """Cut at the end of a sentence, else at a word, else anywhere."""
    if len(said) <= most:
        return said
    kept = said[: max(0, most - len(MORE_LEFT))]
    for end in (max(kept.rfind(mark) for mark in (". ", "! ", "? ")) + 1, kept.rfind(" ")):
        if end > len(kept) // 2:
            return kept[:end].rstrip() + MORE_LEFT
    return kept + MORE_LEFT


def question_of(said: str) -> str:
    """What is asked again when nothing was heard: the last question, or whatever is wanted."""
    said = speakable(said)
    if not said.endswith("?"):
        return ASKED_AGAIN
    start = max(said.rfind(mark, 0, -1) for mark in (". ", "! ", "? ", ": "))
    question = said[start + 2 :] if start >= 0 else said
    return question if len(question) <= LONGEST_REPROMPT else ASKED_AGAIN


def _is_unwanted(sign: str) -> bool:
    return sign in NO_SIGNS or unicodedata.category(sign) in CONTROLS or not reads_straight(sign)


def _escaped_to(said: str, room: int) -> str:
    """Escapes make it longer, by how much only the words themselves tell."""
    most = room
    while len(written := escape(shortened(said, most), QUOTES)) > room:
        most -= max(1, (len(written) - room) // 6)
    return written
