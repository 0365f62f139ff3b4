"""What was ordered: reading it, finding the order that is meant, and taking it back before it is packed."""
