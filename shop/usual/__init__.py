"""What a shopper usually buys: their milk, where they ask for milk."""
