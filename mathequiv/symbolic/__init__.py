"""SymPy in a process of its own."""
