"""The sentences of the shop: facts in, Answers out."""
