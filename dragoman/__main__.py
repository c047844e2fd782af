"""`python -m dragoman` is the command `dragoman`."""

from dragoman.cli.entry import main

main()
