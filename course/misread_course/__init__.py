"""The lessons: notebooks of text and three-line cells, and the catalogue that lists them."""
