"""Who is there, what they may do, and how they come in."""
