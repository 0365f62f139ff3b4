"""What a retailer sets up: stores, policies, and the terms of selling, section by section."""
