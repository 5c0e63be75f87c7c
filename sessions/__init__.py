"""How a workshop reaches eight screens."""
