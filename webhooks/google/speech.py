"""Writes speech as SSML where a shopper wants it slower; everywhere else it is plain text."""

from xml.sax.saxutils import escape

QUOTES = {'"': "&quot;", "'": "&apos;"}


def slow_ssml(text: str) -> str:
    return f'<speak><prosody rate="slow">{escape(text, QUOTES)}</prosody></speak>'
