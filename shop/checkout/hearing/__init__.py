"""What shoppers answer to a checkout's questions, read from their words alone: no I/O, and no intent is needed."""
