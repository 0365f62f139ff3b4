"""What comes nearest to a product, and which products are one and the same."""
