"""Playing a scenario: the state, the moves, the texts, and what a confidence is worth."""
