"""In which order this shopper sees what was found."""
