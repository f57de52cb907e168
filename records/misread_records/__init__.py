"""What learners did: events and the journals that keep them."""
