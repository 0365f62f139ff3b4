"""Has a language model say how well products fit what a session is after."""
