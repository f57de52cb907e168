"""The commands of `misread`: one a file, each a thin front of what another room does."""
