"""What is told of the person a present is for: what they like, and that it is a child."""

import re

LIKING = re.compile(
    r"\b(?:likes?|loves?|enjoys?|adores?|into|(?:crazy|mad) about|fond of|interested in|obsessed with|drinks?|collects)"
    r" (?:a lot of |lots of |to (?:do|drink|eat|go|wear) |to |the |his |her |their |some )*(?P<thing>[^,.;!?]+)"
)
LOVER = re.compile(r"\b(?P<thing>[a-z]+(?: [a-z]+)?) (?:lover|fan|addict|enthusiast|fanatic|nerd|freak)\b")
ENDS = re.compile(
    r"\b(?:and (?:he|she|they|it)|but|because|under|below|for (?:his|her|their|about|around|under)|around|about|up to"
    r"|less than|who|that|so|please|any ideas?|what|maybe|ideally|a lot|very much|so much)\b.*"
)
ARTICLES = re.compile(r"^(?:an?|the|real|big|huge|total|true|serious) ")
PRESENT = re.compile(
    r"\b(?:gifts?|presents?|birthday|christmas|anniversary|valentine'?s?|wedding|housewarming|stocking stuffers?)\b"
)
GROWN_UP_AT = 14
AGE = re.compile(
    r"\b(?P<age>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)[ -]years?[ -]olds?\b"
)
CHILD = re.compile(
    r"\b(?:kids?|child|children|boys?|girls?|toddlers?|son|daughter|nephew|niece|grandson|granddaughter|grandkids?)"
    r"(?:'?s)?\b"
)


def is_a_present(text: str) -> bool:
    return PRESENT.search(text.lower()) is not None


def liked(text: str) -> str:
    """ "Coffee" of "a gift for my dad who likes coffee"; empty if nothing is said to be liked."""
    said = text.lower()
    if found := LOVER.search(said):
        return ARTICLES.sub("", found["thing"]).strip()
    if found := LIKING.search(said):
        return ENDS.sub("", found["thing"]).strip()
    return ""


def is_for_a_child(text: str) -> bool:
    said = text.lower()
    if found := AGE.search(said):
        return not found["age"].isdigit() or int(found["age"]) < GROWN_UP_AT
    return CHILD.search(said) is not None
