"""Where an operator sees how the shop is doing."""
