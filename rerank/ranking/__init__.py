"""Puts candidates into the order this shopper would want, and says how that came about."""
