"""What learners touch: anywidget classes, each with its script and style beside it."""
