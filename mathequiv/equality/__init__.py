"""Deciding equality: exact arithmetic and algebra first, certified enclosures after."""
