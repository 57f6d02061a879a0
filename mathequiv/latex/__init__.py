"""From text to syntax tree: tokens with spans, a table of commands, a precedence-climbing parser."""
