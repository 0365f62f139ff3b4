"""How often each caller may ask for what is dear to the shop, counted for all gateways together."""
