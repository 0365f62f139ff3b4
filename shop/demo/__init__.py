"""The demo shop's customers and what they have bought so far."""
