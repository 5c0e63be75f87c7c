"""Fetch, do, answer."""
