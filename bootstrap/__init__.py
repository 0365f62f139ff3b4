"""Makes the two Python environments and fetches the embedding weights, with the standard library alone."""
