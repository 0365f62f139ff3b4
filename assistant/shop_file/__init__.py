"""The file that a retailer sets a shop up with: its form, what is wrong with one, and what it sets."""
