"""Households that shop by rules of their own, to learn from and to test with; they prove nothing about real ones."""
