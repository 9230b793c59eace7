"""The llm engine: any OpenAI-compatible endpoint, asked from versioned prompts, for the same draft."""
