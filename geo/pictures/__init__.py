"""Maps drawn from geometry, without a browser: pictures, cards, the still map of a document."""
