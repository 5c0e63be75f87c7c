"""How much and how fast: rates, fair queues, and guessing that is slow while nobody is locked out."""
