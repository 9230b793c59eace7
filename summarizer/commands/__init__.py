"""Commands of the program that have a module of their own; ``summarizer.cli`` puts them together."""
