"""From a cart to an order: what is chosen on the way, what it comes to, and the one moment that places it."""
