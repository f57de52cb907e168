"""All paths of a scenario, and what they say: figures, the best moves, and how far a case has to be read."""
