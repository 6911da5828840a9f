# After paying: waiting, the eSIM and how to install it, usage, identity papers.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).

## Every state of an order

order-number = Order { $number }
order-details = Your order
order-detail-number = Order number
order-detail-plan = Plan
order-detail-total = Total
order-detail-email = Your e-mail address
order-detail-ordered = Ordered
order-detail-paid = Paid
order-keep = Keep this link
order-keep-text = This page opens again whenever you like: bookmark it. Whoever has its address sees what you see.
order-keep-mail = The link is also in the mail that we send to { $email }.
order-questions = Questions?
order-questions-text = Write to { $email } and quote { $number }.
order-check-again = Check again
order-looks-itself = This page looks again by itself.
order-disputed = Your bank is looking into this payment
order-disputed-text = It was disputed. Until the bank has decided, no money moves from our side.

order-step-ordered = Ordered
order-step-paid = Paid
order-step-pay = You pay
order-step-network = The network prepares your eSIM
order-step-here = Your eSIM, on this page and by e-mail

## Not paid, as far as we know

order-open-title = We have not seen your payment yet
order-open-text = If you have just paid, wait here: this page turns into your eSIM as soon as the payment arrives. Please do not pay again.
order-open-else = If you have not paid yet, go on where you left off.
order-open-until = The payment page can be paid until { $time }.
order-open-pay = Continue to pay
order-making-title = The payment page is being opened
order-making-text = It takes longer than usual. Nothing has been paid, and nothing is lost: go back to the checkout and try again, it remains one order.
order-making-again = Back to the checkout
order-deciding-title = Your bank is still deciding
order-deciding-text = You have paid, and your bank has not given its word yet. Some take a few minutes. You need not do anything; please do not pay again.

## Paid, not here yet

order-preparing-title = Your eSIM is on its way
order-preparing-text = Your payment is here, and the network is preparing your eSIM. Most arrive within seconds.
order-promise = If it is not here by { $time }, your money goes back by itself.
order-accepted-text = The network has confirmed your eSIM and has not handed it over yet.
order-promise-accepted = If it is not here by { $time }, you can cancel on this page. At { $last } your money goes back by itself.
order-late-title = Your eSIM is late
order-late-text = The network has confirmed your eSIM and still has not handed it over. It may come at any moment.
order-late-choice = If you would rather not wait, cancel: you get all of your money back. Otherwise it goes back by itself at { $time }.
order-cancel = Cancel now and get the money back
order-mail-follows = You can close this page: we write to { $email } as soon as the eSIM is here.
order-puzzling-title = What the network sent cannot be read
order-puzzling-text = It has sold your eSIM, but we cannot show it to you like this. One of us is looking into it, and the promise above stands.
order-partly-coming = The rest of your order is still on its way.

## A person looks

order-person-title = One of us is looking at your order
order-person-text = The network’s answer leaves open whether your eSIM was sold. So that nothing is bought twice, a person looks before anything else happens.
order-stuck-title = We owe you { $amount }
order-stuck-text = Your money should have gone back, and your bank did not take it. One of us writes to { $email } to send it another way. You need not do anything.

## The money goes back

order-going-back-title = Your money is going back
order-back-title = You have your money back
order-back-shop = Look at other plans
order-partly-back = { $count ->
    [one] One eSIM of your order could not be delivered. You do not pay { $amount } for it: the money goes back by itself.
   *[other] { $count } eSIMs of your order could not be delivered. You do not pay { $amount } for them: the money goes back by itself.
 }

## Never paid

order-closed-title = This order was not paid
order-closed-text = The payment page has closed without a payment. Nothing was charged, and nothing will be.
order-closed-again = See the plan again

## The eSIM

esim-title = { $count ->
    [one] Your eSIM is ready
   *[other] Your { $count } eSIMs are ready
 }
esim-heading = eSIM { $place } of { $count }
esim-stand-in = The supplier of the plan that you chose could not deliver it. You get an equal plan of another network instead, at the same price.
esim-install = Install it
esim-install-text = Do it while you have a good connection, best over Wi-Fi, and before you leave. An eSIM can usually be installed only once.
esim-scan = Scan it with the phone’s camera
esim-qr-alt = QR code of the eSIM. The same is written below, to be typed by hand.
esim-qr-save = Save the QR code as an image
esim-this-phone = On this phone
esim-this-phone-text = A phone cannot scan its own screen: tap here instead.
esim-apple = Install on this iPhone
esim-apple-note = iOS 17.4 or later
esim-android = Install on this Android phone
esim-android-note = Android 10 or later, on most phones
esim-by-hand = By hand
esim-by-hand-text = Where the phone asks for details, type or copy these.
esim-smdp = SM-DP+ address
esim-matching-id = Activation code
esim-code = Whole code, where the phone asks for it
esim-confirmation-code = Confirmation code
esim-confirmation-missing = This eSIM asks for a confirmation code that the network has not given us. Write to { $email } before you install it.
esim-copy = Copy
esim-copied = Copied
esim-line = Your line
esim-phone-number = Phone number
esim-pin = PIN
esim-puk = PUK
esim-iccid = SIM number (ICCID)
esim-guides = Step by step
esim-keep = Do not delete the eSIM from your phone before the journey is over.

## What is left

usage-title = What is left
usage-data = Data
usage-calls = Calls
usage-texts = Texts
usage-left = left
usage-left-of = left of { $total }
usage-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
 }
usage-sms = { $count ->
    [one] 1 text
   *[other] { $count } texts
 }
usage-plan = Your plan
usage-until = Until { $time }
usage-ended = Ended on { $time }
usage-first-use = First used
usage-runs-out = Used up, at the pace of the last days, around
usage-number-until = Phone number kept until
usage-as-of = As of { $time }
usage-old = The network has not answered since.
usage-not-told = Not available from this network: it does not tell us what is left. Your phone counts the data itself, in its settings for mobile data.
usage-nothing-yet = The network lists nothing on this eSIM yet. It begins to count when the eSIM is first used.
usage-not-known = We could not ask the network just now. Try again in a few minutes.
usage-again = Look again

## How the SIM is

sim-title = How the SIM is
sim-as-of = The network’s word as of { $time }
sim-status-free = No plan runs on this eSIM at present.
sim-status-not-installed = The eSIM is not on a phone yet.
sim-status-available = The eSIM is installed and works.
sim-status-suspended-fraud = The network has stopped the line because it saw something unusual.
sim-status-suspended-kyc-default = The network has stopped the line because no identity papers were registered in time.
sim-status-suspended-by-operator = The network has stopped the line.
sim-status-suspended-theft-or-loss = The line is stopped because the phone was reported lost or stolen.
sim-status-expired = This eSIM’s time is over.
sim-status-uninstalled = The eSIM was removed from the phone on which it was installed.
sim-status-revoked-by-operator = The network has withdrawn the eSIM.
sim-status-sim-swap = The line was moved to another SIM.
sim-status-unknown = The network uses a word for the state of this line that we do not know.
sim-not-told = We have no word from the network about it. That says nothing about whether the eSIM works.
next-step-install-it = Install it with the code on this page.
next-step-nothing-to-do = You need not do anything.
next-step-register-papers = Register your identity papers as described below. If you have done so already, write to { $email }.
next-step-top-up-or-buy = Buy another eSIM when you travel again.
next-step-buy-another = If you travel again, buy another one.
next-step-contact-us = Write to { $email }: we ask the network for you.

## Identity papers

papers-title = Identity papers
papers-needed = The law asks you to register an identity document by { $date }.
papers-left = { $days ->
    [one] You have one more day.
   *[other] You have { $days } more days.
 }
papers-otherwise = Otherwise the network stops the line, and the plan with it.
papers-register = Register now
papers-over = The time to register ended on { $date }. If you have registered, everything is in order; if not, the network stops the line.
papers-no-page = This network names no page for it. Write to { $email }, and we tell you how.
