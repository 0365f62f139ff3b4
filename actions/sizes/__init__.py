"""The advice on sizes, and the form that asks for what it needs."""
