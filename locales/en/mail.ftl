# What the shop writes by mail.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).
