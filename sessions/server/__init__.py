"""The process that answers: Daphne, the handler below Django's, limits, health and figures."""
