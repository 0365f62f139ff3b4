"""The door events come in by: batches from pages, and from whatever else shows the shop's goods."""
