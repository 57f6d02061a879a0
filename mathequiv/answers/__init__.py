"""Typed answers: the kinds of the contract, and the reader that gives every reading of a text."""
