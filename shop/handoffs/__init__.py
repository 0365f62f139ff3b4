"""Cases handed over to people, with what they need to go on."""
