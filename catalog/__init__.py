"""What is sold: products, the understanding of a request, embeddings and hybrid retrieval."""
