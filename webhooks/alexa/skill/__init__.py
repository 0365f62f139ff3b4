"""The skill as Amazon is told of it: its interaction model, made from the carriers and held against Amazon's rules."""
