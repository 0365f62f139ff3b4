"""Measuring the running product from outside, each figure beside the floor of the same run."""
