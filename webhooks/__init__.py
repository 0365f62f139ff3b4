"""Where shoppers talk: each channel's payloads in, the channel-neutral Reply rendered out."""
