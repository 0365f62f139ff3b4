"""Text as it should have been: without markup and control characters, entities decoded, wrong encodings mended."""

import html
import re
import unicodedata
from dataclasses import dataclass

# The decoder puts this private sign before each character it had to read as Windows-1252.
MENDED = "\uf8fe"
WRONG_BYTES, MOJIBAKE, CONTROL_SIGNS, LOST_SIGNS = "wrong_bytes", "mojibake", "control_characters", "lost_characters"
TROUBLES = {
    WRONG_BYTES: "holds bytes that are not UTF-8; they were read as Windows-1252",
    MOJIBAKE: "was decoded with the wrong encoding once and has been mended",
    CONTROL_SIGNS: "holds control characters; they were removed",
    LOST_SIGNS: "holds characters that an earlier conversion has lost (U+FFFD)",
}
# Longer raw values are cut before they are worked on: nobody reads them, and work stays bounded.
LONGEST_RAW = 60_000

_DROPPED = re.compile(r"<!--.*?(?:-->|$)|<(script|style)\b[^>]*>.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"</?(?:p|div|br|hr|li|ul|ol|tr|td|th|table|h[1-6]|section|article|dt|dd)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!\[CDATA\[|\]\]>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
_WINDOWS = {bytes([code]).decode("cp1252", "replace"): code for code in range(0x80, 0xC0)}
_WINDOWS |= {chr(code): code for code in range(0x80, 0xC0)}
_WINDOWS.pop("\ufffd", None)
_FOLLOWING = "".join(map(re.escape, _WINDOWS))
# What UTF-8 looks like when taken for Windows-1252: these letters, followed by what stands for its other bytes.
_MOJIBAKE = re.compile(f"[ÂÃÄÅ][{_FOLLOWING}]|â[{_FOLLOWING}]{{2}}|ð[{_FOLLOWING}]{{3}}")
_UNLIKELY_IN_MOJIBAKE = frozenset("ÄÅ")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Cleaned:
    text: str
    troubles: tuple[str, ...] = ()


def cleaned(raw: str, *, longest: int, lines: bool = False) -> Cleaned:
    """Plain text of at most `longest` characters; `lines` keeps paragraphs apart."""
    text, troubles = _mended(raw[:LONGEST_RAW])
    text = _without_markup(text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = _SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _LINES.sub("\n" if lines else " ", text).strip()
    return Cleaned(shortened(text, longest), troubles)


def shortened(text: str, longest: int) -> str:
    """Cut at a word where one ends near enough."""
    if len(text) <= longest:
        return text
    space = text.rfind(" ", longest // 2, longest)
    return text[: space if space > 0 else longest].rstrip()


def _mended(text: str) -> tuple[str, tuple[str, ...]]:
    if text.isascii() and text.isprintable():
        return text, ()
    troubles = []
    if MENDED in text:
        troubles.append(WRONG_BYTES)
        text = text.replace(MENDED, "")
    mended = _MOJIBAKE.sub(_decoded_again, text)
    if mended != text:
        troubles.append(MOJIBAKE)
        text = mended
    if _CONTROL.search(text):
        troubles.append(CONTROL_SIGNS)
        text = _CONTROL.sub(" ", text)
    if "\ufffd" in text:
        troubles.append(LOST_SIGNS)
    return text, tuple(troubles)


def _decoded_again(found: re.Match[str]) -> str:
    """What those bytes mean in UTF-8, if that is a sign that shop texts hold."""
    wrong = found.group()
    codes = [ord(wrong[0]), *(_WINDOWS[sign] for sign in wrong[1:])]
    try:
        right = bytes(codes).decode("utf-8")
    except UnicodeDecodeError:
        return wrong
    if wrong[0] in _UNLIKELY_IN_MOJIBAKE and not right.isalpha():
        return wrong
    return right


def _without_markup(text: str) -> str:
    """Feeds escape their markup once or twice; a price of `<5` and a heart of `<3` are none."""
    for _ in range(2):
        if "&" in text and _ENTITY.search(text):
            text = _CONTROL.sub(" ", html.unescape(text))
    if "<" not in text and "]]>" not in text:
        return text
    return _TAG.sub("", _BREAK.sub("\n", _DROPPED.sub(" ", text)))
