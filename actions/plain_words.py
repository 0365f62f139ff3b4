"""Sentences that say in so many words what is to be done, whatever the product's name makes them look like.

A card's buttons say such sentences: "Add the … to my cart". A title is a dozen words nobody could train on.
"""

import re

ADD = re.compile(r"^(please )?(add|put) .+ (to|in|into) (my|the) (cart|basket|bag)\W*$")
REMOVE = re.compile(r"^(please )?(remove|take|delete) .+ (from|out of) (my|the) (cart|basket|bag)\W*$")
TELL = re.compile(r"^(please )?tell me (more )?about (the|this|that) .+")

ACTIONS = ((ADD, "action_add_to_cart"), (REMOVE, "action_change_cart"), (TELL, "action_show_details"))


def asks_for(said: str) -> str | None:
    """The name of the action; None if the words leave it to be understood."""
    return next((name for pattern, name in ACTIONS if pattern.match(said.lower().strip())), None)
