"""The process that reads one page's drawings: it answers the pen first, and explains when the pen rests.

`commands.py` has what it is told, `reader.py` when it does what, `scene.py`, `reading.py`, `explaining.py` and `lessons.py` what it says.
"""
