"""What a network can be made of: pure functions on NumPy arrays, one registry entry each.

An entry holds the function, its derivative, its formula, its label and the name of its Keras twin side by side. The tests check each
of them by hand, against finite differences and against Keras.
"""
