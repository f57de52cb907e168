"""How the tables came to have the form they have, for databases that were made by older versions."""
