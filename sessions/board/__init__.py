"""What a screen shows: the table and its rows, read once for all, and what is the viewer's own."""
