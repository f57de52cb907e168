"""Where readers mark what learners wrote: one text after another, by keyboard, without knowing whose it is."""
