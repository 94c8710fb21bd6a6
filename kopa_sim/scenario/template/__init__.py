"""The minimal scenario: the files beside this one are what ``kopa new`` writes.

``scenarios/minimal/`` holds the same files, byte for byte.
"""
