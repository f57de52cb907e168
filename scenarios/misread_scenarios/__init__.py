"""What authors write, and its rules: model, reader, checker, player, scoring and the library."""
