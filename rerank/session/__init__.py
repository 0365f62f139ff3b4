"""What a session is after, and which products fit that: thought about behind the lists, and never waited for."""
