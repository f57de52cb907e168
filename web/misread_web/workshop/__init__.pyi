from .addresses import Address, lan_addresses
from .codes import foreign, new_code, own_code, spaced, typed

__all__ = [
    "Address",
    "foreign",
    "lan_addresses",
    "new_code",
    "own_code",
    "spaced",
    "typed",
]
