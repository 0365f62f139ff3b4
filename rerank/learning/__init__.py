"""Models of the order: learned from what shoppers did, held against the one in use, kept with where they come from."""
