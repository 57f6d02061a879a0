"""Every word, command, unit and function name the project knows, once each."""
