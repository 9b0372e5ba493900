"""What a network is made of, drawn: its functions, a signal on its way through many layers, and optimizers on loss surfaces.

Everything comes from the registries; nothing here knows a page, a process or a socket. `asked.py` has what one may ask for, with its
bounds; the other files answer. To add a surface, write one entry in `surfaces.py`.
"""
