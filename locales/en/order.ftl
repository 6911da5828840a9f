# After paying: waiting, the eSIM and how to install it, usage, identity papers.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).
