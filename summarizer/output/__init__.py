"""What a run writes and shows: the output folder, the report page, the terminal."""
