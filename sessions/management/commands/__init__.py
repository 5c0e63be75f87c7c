"""Commands of the house, each a word of the trade."""
