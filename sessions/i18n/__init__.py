"""The languages of the screens: catalogues, and names in sentences."""
