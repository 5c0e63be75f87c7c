"""Views: fetch (the lookup is the permission), perform, answer."""
