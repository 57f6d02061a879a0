"""The rules a pair of kinds is compared by."""
