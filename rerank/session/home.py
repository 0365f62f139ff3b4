"""What is made ready for the home page before anybody is there: by the hours of the day, and by what is wanted then."""

from datetime import datetime

import numpy as np

from rerank.candidates import drawing
from rerank.candidates.book import Book
from rerank.features.bounds import BLOCKS_PER_DAY
from rerank.session.intent import Intent

HOURS_TOGETHER = 24 // BLOCKS_PER_DAY
WANTED = 3
# Who said so, where nobody was asked: what everybody takes at these hours.
DEMAND = "demand"


def home_key(at: datetime) -> str:
    """Hours are counted in UTC, as everything that is known of them."""
    return f"home, hours {at.hour // HOURS_TOGETHER * HOURS_TOGETHER:02}"


def home_intent(book: Book, at: datetime) -> Intent:
    """Told by the categories that are wanted more at these hours than at others; none where they are all alike."""
    lift = book.lift[at.hour] if book.lift.size else np.zeros(0)
    most = [place for place in np.argsort(-lift, kind="stable")[:WANTED].tolist() if lift[place] > 1]
    return Intent(key=home_key(at), looked=tuple(sorted(book.categories[place] for place in most)))


def wanted_at(book: Book, at: datetime) -> dict[str, float]:
    """How much each of the foremost products is wanted at these hours, the most being 1."""
    worth = {product_id: amount for product_id, amount, _ in drawing.popular(book, at)}
    most = max(worth.values(), default=0.0)
    return {name: max(amount, 0.0) / most for name, amount in worth.items()} if most > 0 else {}
