# A buyer's own pages.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).

## I lost my link

find-title = I lost my link
find-lead = Tell us the address that you ordered with, and we mail you the links to your eSIMs.
find-email = E-mail address
find-email-hint = The one that you gave when you ordered.
find-button = Send me the links
find-sent = Look into your mailbox
find-sent-text = If there are orders with this address, their links are on the way to it. It takes a minute at most; look among the unwanted mail, too.
find-sent-else = Nothing there? The address may have been mistyped when you ordered. Write to { $email } and tell us when you paid, and how much.
find-again = Try another address
