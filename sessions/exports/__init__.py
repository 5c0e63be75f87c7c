"""What people take home."""
