"""What stands around every request: its number in the log, its language, static files, a database that is away."""
