"""The encoders of `catalog.embedding` once more in JAX, where they can be differentiated."""

from collections.abc import Callable, Mapping

import jax
import jax.numpy as jnp

from catalog.embedding.encoder import Activation, Shape

Weights = Mapping[str, jax.Array]

_ACTIVATIONS: Mapping[Activation, Callable[[jax.Array], jax.Array]] = {
    "gelu": lambda values: jax.nn.gelu(values, approximate=False),
    "fast_gelu": lambda values: jax.nn.gelu(values, approximate=True),
    "relu": jax.nn.relu,
}
_NEVER = -1e9


def vectors(weights: Weights, shape: Shape, ids: jax.Array, mask: jax.Array) -> jax.Array:
    """[batch, width] of length 1 from ids and mask [batch, tokens], padded at the end."""
    placed = weights["embeddings.position_embeddings.weight"][shape.first_position :][: ids.shape[1]]
    hidden = weights["embeddings.word_embeddings.weight"][ids] + placed
    if "embeddings.token_type_embeddings.weight" in weights:
        hidden = hidden + weights["embeddings.token_type_embeddings.weight"][0]
    hidden = _norm(weights, "embeddings.LayerNorm", hidden, shape)
    for layer in range(shape.layers):
        hidden = _layer(weights, f"encoder.layer.{layer}", hidden, mask, shape)
    counted = mask[:, :, None].astype(hidden.dtype)
    pooled = hidden[:, 0] if shape.pooling == "cls" else (hidden * counted).sum(1) / counted.sum(1)
    return pooled / jnp.linalg.norm(pooled, axis=1, keepdims=True)


def _layer(weights: Weights, name: str, hidden: jax.Array, mask: jax.Array, shape: Shape) -> jax.Array:
    attended = _dense(weights, f"{name}.attention.output.dense", _attended(weights, name, hidden, mask, shape))
    hidden = _norm(weights, f"{name}.attention.output.LayerNorm", hidden + attended, shape)
    wide = _ACTIVATIONS[shape.activation](_dense(weights, f"{name}.intermediate.dense", hidden))
    narrow = _dense(weights, f"{name}.output.dense", wide)
    return _norm(weights, f"{name}.output.LayerNorm", hidden + narrow, shape)


def _attended(weights: Weights, name: str, hidden: jax.Array, mask: jax.Array, shape: Shape) -> jax.Array:
    batch, tokens, width = hidden.shape
    split = (batch, tokens, shape.heads, width // shape.heads)
    query, key, value = (
        _dense(weights, f"{name}.attention.self.{part}", hidden).reshape(split) for part in ("query", "key", "value")
    )
    scores = jnp.einsum("bqhd,bkhd->bhqk", query, key) / jnp.sqrt(split[3])
    shares = jax.nn.softmax(jnp.where(mask[:, None, None, :] > 0, scores, _NEVER), axis=-1)
    return jnp.einsum("bhqk,bkhd->bqhd", shares, value).reshape(batch, tokens, width)


def _dense(weights: Weights, name: str, hidden: jax.Array) -> jax.Array:
    return hidden @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _norm(weights: Weights, name: str, hidden: jax.Array, shape: Shape) -> jax.Array:
    centred = hidden - hidden.mean(-1, keepdims=True)
    spread = jnp.sqrt((centred**2).mean(-1, keepdims=True) + shape.epsilon)
    return centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]
