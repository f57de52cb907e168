"""`python -m misread_web` is the `misread` command."""

from misread_web.main import main

main()
