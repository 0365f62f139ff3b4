"""What shoppers wait for: things that are out of stock and may come back."""
