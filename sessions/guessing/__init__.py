"""Codes and passwords are guessed slowly, and nobody is locked out."""
