"""The form that takes a cart to an order."""
