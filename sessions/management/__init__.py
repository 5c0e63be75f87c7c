"""Commands: start, messages and the others."""
