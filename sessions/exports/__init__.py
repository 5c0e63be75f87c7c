"""Files that people take home."""
