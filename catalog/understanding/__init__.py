"""What a shopper asks for: from words to a Query."""
