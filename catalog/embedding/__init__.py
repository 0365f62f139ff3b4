"""Sentence vectors: the ONNX graph built from checked weights, and its use."""
