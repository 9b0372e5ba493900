"""What the command line does that takes a while, a file for each command. `playground/__main__.py` reads the arguments."""
