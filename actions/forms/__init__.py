"""What all forms share: taking answers, asking again, being left for something else and being gone on with."""
