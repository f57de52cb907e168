"""The lessons: notebooks of words and three-line cells, and the catalogue that lists them."""
