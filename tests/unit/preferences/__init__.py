"""What is read out of sentences about oneself, and how it acts."""
