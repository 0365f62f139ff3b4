"""Opens the shop: prepares what is missing, then keeps Postgres, Rasa, the gateway and the worker running."""
