"""What talk about orders is made of: which are meant, proofs, returns and buying again."""
