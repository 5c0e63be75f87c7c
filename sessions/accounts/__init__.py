"""Facilitators: the first one, signing in, changing a password."""
