# Home, destinations, plans, search.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).
