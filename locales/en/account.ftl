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

## Withdrawing from a purchase

withdraw-title = Withdraw from a purchase
withdraw-lead = Two steps, without an account. You get a mail with date and time that we have your declaration.
withdraw-number = Order number
withdraw-number-hint = It stands on your order’s page and in its mail, such as E-7K3M9-Q2XW4.
withdraw-number-missing = Enter the order number
withdraw-email = E-mail address
withdraw-email-hint = The one that you gave when you ordered; the confirmation goes there.
withdraw-name = Your name (optional)
withdraw-unknown = We find no order with this number and this e-mail address. Look both up in the mail with your eSIM.
withdraw-continue = Continue
withdraw-right = When you can withdraw, and what happens then
withdraw-check = Check your declaration
withdraw-declare = I withdraw from my purchase.
withdraw-detail-ordered = Ordered
withdraw-detail-name = Name
withdraw-delivered = This order has been delivered
withdraw-delivered-text = Before paying you asked for delivery at once, and agreed that your right of withdrawal ends with it. You can declare your withdrawal all the same: one of us reads it and answers you. If the eSIM does not work as its label says, tell us so; that is another matter, and you need not withdraw for it.
withdraw-then = One of us reads your declaration and answers by e-mail. Money that is due to you goes back within 14 days by the way that you paid.
withdraw-confirm = Confirm withdrawal
withdraw-received = We have your declaration
withdraw-received-text = A mail with date and time is on its way to the address of the order. Keep it as proof. One of us answers you.
order-withdraw = Withdraw from this purchase
