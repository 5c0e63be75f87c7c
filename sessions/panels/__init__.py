"""What the templates of the regions show, a module per subject."""
