"""Voice codes: the short secret a customer may have asked for before anything is ordered by voice."""
