"""The layers of a comparison, asked in the order of `mathequiv.verdict.LAYER_NAMES`."""
