"""What the widgets show, as plain values, and the words that they use."""
