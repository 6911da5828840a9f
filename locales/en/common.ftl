# Words of every page: layout, banner, errors.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).
