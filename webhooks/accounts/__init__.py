"""Who speaks: guests and customers of the voice platforms, tokens of the retailer's provider, and a small provider."""
