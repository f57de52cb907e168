"""What all pages share: their handler, templates and policy."""
