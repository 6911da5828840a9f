# Words of every page: layout, banner, errors.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).

layout-skip = Skip to the content
demo-label = Demonstration.
demo-text = Nothing is charged here, and no eSIM is real.

nav-main = Main
nav-home = Home
nav-destinations = Destinations
nav-help = Help
nav-breadcrumbs = You are here

footer-claim = Travel data, plainly sold.
footer-help = Help
footer-install = Installing your eSIM
footer-device = Does my phone take an eSIM?
footer-find-order = I lost my link
footer-withdraw = Withdraw from a purchase
footer-legal = The small print
footer-terms = Terms of sale
footer-privacy = Privacy
footer-imprint = Who we are

staff-label = Staff
staff-orders = Orders
staff-tasks = Tasks
staff-sign-out = Sign out

form-error-title = Error: { $title }
form-error-summary = There is a problem

error-not-found = This page is not here
error-not-found-text = The address may be mistyped, or the page may have gone. If you followed the link to an eSIM, open it from the e-mail again: it has to be complete.
error-refused = This was refused
error-refused-text = What you sent did not come from one of our pages, so we did nothing with it. Open the page here and try again.
error-too-much = That was too much at once
error-too-much-text = What you sent is larger than anything our pages ask for. Nothing was changed.
error-too-many = Too many tries
error-too-many-text = There were many requests from your connection in a short time. Nothing is lost: wait a minute, then try again.
error-unavailable = We cannot get at our records just now
error-unavailable-text = Nothing is lost. If you have just paid, your order goes on by itself and you will get an e-mail. Please try again in a minute.
error-broken = Something broke on our side
error-broken-text = It is our fault, and it has been noted. If you have just paid, your order goes on by itself: reload this page in a minute, or look into your mailbox.
error-malformed = We did not understand that
error-malformed-text = The address or the form was not complete. Go back, and try again.
error-quote = If you write to us, quote { $id }.
error-home = Front page
