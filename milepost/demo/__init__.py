"""The main job, told in the terminal with real commands, each checked to answer as it is told."""
