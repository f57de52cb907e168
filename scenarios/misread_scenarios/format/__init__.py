"""From an author's file to a scenario, or to the list of everything that is wrong with it."""
