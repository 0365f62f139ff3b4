"""The tests: see the README for what each folder holds."""
