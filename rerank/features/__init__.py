"""What is known of shoppers and of goods at a moment: defined once, reckoned alike for learning and for answering."""
