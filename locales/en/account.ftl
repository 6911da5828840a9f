# A buyer's own pages.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).
