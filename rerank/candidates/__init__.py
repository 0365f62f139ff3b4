"""Which things a shopper may want: methods that each give every item a score, from purchases alone, without any I/O."""
