"""Which size fits: what is known of the shopper's body and earlier sizes, the charts, and a trained model."""
