"""Banners of the shop's own: kept, and put in order for whoever opens the home page."""
