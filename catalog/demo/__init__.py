"""The demo shop's goods: products made the same way on every machine from hand-written vocabularies."""
