"""Decide whether two final math answers are the same, and score files of them."""
