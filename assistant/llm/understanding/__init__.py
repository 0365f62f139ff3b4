"""What a sentence means that the classifier cannot tell: asked of a model, and believed as far as it is borne out."""
