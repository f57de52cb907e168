"""Where learners read what they got for a lesson, once it is returned to them."""
