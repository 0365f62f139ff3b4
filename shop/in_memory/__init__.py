"""A shop without a database: for trying an adapter of one's own, and for tests of what stands on commerce."""
