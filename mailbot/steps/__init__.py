"""Pure verbs, one stop of the walk each; none calls another."""
