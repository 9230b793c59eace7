"""Evaluation: gold, scores, comparisons with honest statistics, and the gate that guards what was reached."""
