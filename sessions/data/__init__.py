"""What leaves and comes back: backups, a workshop's file, and what is erased when."""
