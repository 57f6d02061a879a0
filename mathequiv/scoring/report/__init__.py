"""The report as one HTML file that needs no network: figures, and every response with its verdict."""
