"""What shoppers did, as it happened: kept once, by the day, until it is too old to learn from."""
