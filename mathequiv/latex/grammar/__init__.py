"""Tokens to trees: the parser with its levels of precedence, and a module for each kind of thing it reads."""
