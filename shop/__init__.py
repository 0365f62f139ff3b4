"""Who buys and what they bought: shoppers, carts, orders, policies, and the two ends of a turn."""
