"""The figures this program is measured by."""
