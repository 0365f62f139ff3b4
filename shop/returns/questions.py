"""What is asked about the rules of returns."""

import re
from enum import StrEnum


class Topic(StrEnum):
    DAYS = "days"
    CONDITION = "condition"
    PROOF = "proof"
    REFUND_TIME = "refund_time"
    REFUND_WAY = "refund_way"
    COST = "cost"


TOPICS: tuple[tuple[Topic, re.Pattern[str]], ...] = (
    (
        Topic.PROOF,
        re.compile(r"\b(receipts?|proof of purchase|order number|invoice|without (a|the|my) (receipt|box|label))\b"),
    ),
    (
        Topic.COST,
        re.compile(
            r"\b(who pays|do i (have to )?pay|how much (does|is it|to)|fees?|charges?|postage|cost\w*|restocking"
            r"|free returns?|returns? free|returns? shipping|is it free)\b"
        ),
    ),
    (
        Topic.REFUND_TIME,
        re.compile(
            r"\b(when|how (long|fast|soon|quick\w*))\b.*\b(refund\w*|money|paid back|credited)\b"
            r"|\brefund (time|times|take)\b|\b(refund\w*|money back)\b.*\b(how long|when|take)\b"
        ),
    ),
    (
        Topic.REFUND_WAY,
        re.compile(
            r"\b(store credit|gift ?card|voucher|cash|same card|original payment|way i paid|to my card)\b"
            r"|\bhow (do|will|would) i (get|be) (refund\w*|my money|paid)\b"
        ),
    ),
    (
        Topic.CONDITION,
        re.compile(
            r"\b(open|opened|unopened|worn|wore|used|unused|tags?|washed|original (box|packaging|package)|packaging|box"
            r"|condition|tried (it|them) on|eaten|half eaten|half empty|broken|faulty|defective|damaged|spoiled)\b"
        ),
    ),
    (
        Topic.DAYS,
        re.compile(
            r"\b(how (long|many days|much time|late)|days|window|deadline|time limit|until when|by when|period|weeks?"
            r"|months?|still|too late|time frame|return date)\b"
        ),
    ),
)  # fmt: skip
# "Can I still return the shorts?" asks of something that was bought.
OF_A_BOUGHT_THING = re.compile(
    r"\b(still|too late|bought|ordered|got|purchased|my|i have|last (week|month|year)|days ago|weeks ago|months ago)\b"
)


def topic_of(text: str) -> Topic | None:
    said = text.lower()
    return next((topic for topic, pattern in TOPICS if pattern.search(said)), None)


def is_of_a_bought_thing(text: str) -> bool:
    return OF_A_BOUGHT_THING.search(text.lower()) is not None
