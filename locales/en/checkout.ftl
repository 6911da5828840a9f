# From choosing a plan to paying for it.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).
