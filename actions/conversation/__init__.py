"""What is between a sentence and the action that answers it: the open question, plain commands, who is speaking."""
