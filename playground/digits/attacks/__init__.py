"""What would change a network's mind: changes of a digit, too small for a person to care, that make it another one to the network.

An attack is one entry: to add one, write it beside the others and name it in `ATTACKS`. Its budget is the most that a pixel may change
by, the L-infinity norm of the change, where 1 is the way from paper to ink. Nothing is left to chance: the same network and the same
picture give the same attack.

    finished(attack(network, picture, ATTACKS["fgsm"], budget=0.1))                 # within a budget
    finished(smallest_flip(network, picture, ATTACKS["pgd"]))                       # the least that changes the answer
    finished(smallest_flip(network, picture, ATTACKS["pgd"], target=3))             # the least that makes it a 3

They come in slices; see `playground.digits.slices`.
"""

from playground.digits.attacks.base import Aim, AttackMethod
from playground.digits.attacks.methods import FGSM, PGD
from playground.digits.attacks.search import Attack, attack, smallest_flip
from playground.registry import Registry

__all__ = ["ATTACKS", "Aim", "Attack", "AttackMethod", "attack", "smallest_flip"]

ATTACKS: Registry[AttackMethod] = Registry("attack", [PGD, FGSM])
"""The stronger first."""
