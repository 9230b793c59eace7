"""The llm engine: asks any OpenAI-compatible endpoint, from versioned prompts, for the draft that the rules engine makes."""
