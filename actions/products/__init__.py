"""What talk about products is made of: which are meant, what was shown, and how it is told."""
