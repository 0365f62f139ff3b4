"""Taking things back: what may come back, until when, and what becomes of it."""
