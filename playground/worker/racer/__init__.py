"""The process of a crew: it trains the lanes of a comparison that it was given, and shows them."""
