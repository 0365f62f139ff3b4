"""A lower price seen elsewhere: what is claimed, what the policy says of it, and the price that follows."""
