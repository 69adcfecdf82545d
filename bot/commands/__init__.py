"""The commands of `quoth`, a module for each subject, loaded when they are needed."""
