"""What actions on the cart are made of: filling it, putting it right, taking it back."""
