"""Open questions about products and the shop's promises, answered in a model's words where the facts bear them out."""
