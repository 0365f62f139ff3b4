"""What a shopper told of themselves: read out of sentences, kept, applied, shown and forgotten."""
