"""What a stage has let go of goes back to the machine."""

import ctypes


def give_back() -> None:
    """Hand freed memory back, where the C library keeps it: glibc holds the trees and buffers of
    one stage while the next fills new pages. Elsewhere nothing is done."""
    trim = getattr(ctypes.pythonapi, "malloc_trim", None)
    if trim is not None:
        trim(0)
