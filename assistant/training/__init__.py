"""Fine-tunes models on what the shop's own customers asked for and bought."""
