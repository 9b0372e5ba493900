"""The process that reads one page's drawings: it answers the pen first, and explains when the pen rests.

`commands.py` has what it is told, `reader.py` when it does what, `desk.py`, `explaining.py` and `lessons.py` what it says, and
`formulas.py` how formulas are set.
"""
