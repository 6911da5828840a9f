# The staff's rooms.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).

admin-overview = Overview
admin-orders = Orders
admin-tasks = Tasks

## Signing in
admin-sign-in = Sign in
admin-sign-in-lead = For the shop’s staff. Buyers need no account: the link in their mail is enough.
admin-sign-in-button = Sign in
admin-sign-in-no-email = Enter your e-mail address
admin-sign-in-no-password = Enter your password
admin-sign-in-refused = This e-mail address and password do not go together
admin-email = E-mail address
admin-password = Password

## Overview
admin-overview-tasks = { $count ->
    [one] task waits for a person
   *[other] tasks wait for a person
}
admin-suppliers = Suppliers
admin-supplier = Supplier
admin-supplier-state = Sales
admin-supplier-sells = Sells
admin-supplier-stopped = Stopped
admin-supplier-unknown = Not looked at yet
admin-supplier-line = Answers
admin-supplier-answers = Answers
admin-supplier-on-trial = On trial
admin-supplier-left-alone = Left alone
admin-supplier-lately = 95 of 100 calls within { $ms } ms · errors { $errors }% · last hour, { $count ->
    [one] 1 call
   *[other] { $count } calls
}
admin-supplier-network-down-since = { $name }: no connection since { $date }
admin-supplier-network-down = { $name }: no connection
admin-supplier-network-was-down = { $name }: last outage { $date }
admin-supplier-credit = Credit
admin-supplier-credit-ends = ends on { $date }
admin-supplier-credit-read = as read on { $date }
admin-supplier-synced = Catalogue read
admin-supplier-never = Never
admin-supplier-sold = On sale
admin-supplier-sold-out = Sold out
admin-supplier-not-sold = Not sold

## The list of orders
admin-orders-search = Buyer’s e-mail, order number, supplier’s or Stripe’s reference, ICCID
admin-orders-search-button = Search
admin-orders-state = State
admin-orders-all-states = Every state
admin-orders-number = Order
admin-orders-buyer = Buyer
admin-orders-plan = Plan
admin-orders-total = Total
admin-orders-tasks = { $count ->
    [one] { $count } task
   *[other] { $count } tasks
}
admin-orders-older = Older orders
admin-orders-none = No order fits
admin-orders-none-text = Look for the whole e-mail address or the whole reference, and in every state.
admin-orders-show-all = Show all orders

## An order
admin-order-facts = The order
admin-order-language = Language
admin-order-ordered-at = Ordered
admin-order-paid-at = Paid or held
admin-order-deliver-by = Deliver by
admin-order-consent = Consent
admin-order-id = Our reference
admin-order-disputed = Disputed
admin-order-late-payment = Paid too late
admin-order-awaiting-payment = Awaiting payment
admin-order-fulfilling = Being delivered
admin-order-delivered = Delivered
admin-order-partly-delivered = Partly delivered
admin-order-giving-back = Giving back
admin-order-given-back = Given back
admin-order-closed = Closed unpaid
admin-order-needs-a-person = Needs a person

## Why it is in its state
admin-why-open = The buyer has not paid yet; the payment page can be used until { $time }.
admin-why-processing = The payment provider has not decided about the payment yet.
admin-why-creating = The payment page is being made.
admin-why-about-to-order = It is paid, and the eSIM is about to be ordered.
admin-why-prepared = It is paid and about to be ordered; without delivery by { $time } the money goes back by itself.
admin-why-sending = The order is on its way to the supplier { $supplier }.
admin-why-unknown = The supplier { $supplier } gave no answer that can be believed, so it may have been sold: it is being looked up, nothing is ordered again meanwhile, and without proof by { $time } the money goes back by itself.
admin-why-accepted = The supplier { $supplier } has accepted the order but has not delivered the code yet; without it by { $time } the money goes back by itself.
admin-why-delivered = Everything is delivered and the money is collected.
admin-why-collecting = Everything is delivered; the money is being collected.
admin-why-uncollected = Everything is delivered, but the hold was gone before the money could be collected.
admin-why-refunding = Everything is delivered, and money is on its way back to the buyer.
admin-why-partly = { $delivered } of { $all } eSIMs are delivered; the buyer pays only for those.
admin-why-giving-back = Nothing was delivered ({ $reason }); the money is on its way back to the buyer.
admin-why-giving-back-plainly = Nothing was delivered; the money is on its way back to the buyer.
admin-why-late-payment = The payment came after the order had ended; the money is on its way back to the buyer.
admin-why-given-back = The buyer has all of the money back.
admin-why-closed = Nobody paid before the payment page ended; nothing was ordered.
admin-why-review = Nobody can say whether the supplier { $supplier } sold it: a person decides, see the task. The money still goes back by itself at the deadline.
admin-why-refund-failed = The payment provider could not give the money back: a person decides, see the task.
admin-why-mismatch = The buyer paid something else than was asked for (amount, currency or mode): nothing was ordered, and a person gives the money back in Stripe’s Dashboard, see the task.

## Payments
admin-payment = Payment
admin-payment-amount = Amount
admin-payment-collected = Collected
admin-payment-back = Given back
admin-payment-hold-until = Hold ends
admin-payment-intent = At Stripe
admin-payment-refund = Refund
admin-payment-creating = Being made
admin-payment-open = Open
admin-payment-held = Held
admin-payment-taken = Taken
admin-payment-processing = Being decided
admin-payment-review = Not what was asked for
admin-payment-capturing = Being collected
admin-payment-captured = Collected
admin-payment-uncollected = Not collected
admin-payment-expired = Ended unpaid
admin-payment-voiding = Hold being released
admin-payment-voided = Hold released
admin-payment-refunding = Being refunded
admin-payment-refunded = Refunded
admin-payment-refund-failed = Refund failed
admin-refund-sending = asked for
admin-refund-pending = under way
admin-refund-succeeded = done
admin-refund-failed = failed

## Supplier orders and eSIMs
admin-line-money = { $price } from the buyer, { $cost } to { $supplier }
admin-attempt-prepared = Not sent yet
admin-attempt-sending = Being sent
admin-attempt-accepted = Accepted
admin-attempt-delivered = Delivered
admin-attempt-refused = Refused
admin-attempt-unknown = Outcome unknown
admin-attempt-proven-absent = Proven not sold
admin-attempt-review = In doubt
admin-attempt-abandoned = Given up
admin-esim-network = Network
admin-esim-code = Activation code
admin-esim-reference = Supplier’s reference
admin-esim-sold-at = Sold
admin-esim-iccid = ICCID
admin-esim-msisdn = Phone number
admin-esim-pin = PIN
admin-esim-puk = PUK

## The timeline
admin-timeline = What happened
admin-event-ordered = Ordered by the buyer
admin-event-payment = Payment: { $state }
admin-event-attempt = Supplier order: { $state }
admin-event-refund = Refund: { $state }
admin-event-refund-refused = The payment provider refused a refund
admin-event-provider = Stripe reports { $kind }
admin-event-push = The supplier reports { $kind }
admin-event-call = Supplier call “{ $call }”: answer { $status } after { $duration } ms
admin-event-request = request { $id }
admin-event-supplier-request = supplier’s { $id }
admin-event-mail-sent = Mail sent: { $mail }
admin-event-mail-waiting = Mail waits to be sent: { $mail }
admin-event-mail-failed = Mail could not be sent: { $mail }
admin-event-mail-again = Mail asked for once more
admin-event-withdrawal = The buyer declared a withdrawal
admin-event-task-done = Task closed
admin-event-by = by { $name }

## Mails
admin-mails = Mails
admin-mail-again = Send again: { $mail }
admin-mail-esim-ready = the eSIM
admin-mail-topped-up = topped up
admin-mail-payment-received = payment received
admin-mail-given-back = money given back
admin-mail-order-links = lost links
admin-mail-withdrawal-received = withdrawal received
admin-mail-esim-notice = state of an eSIM

## Tasks
admin-tasks-open = Waiting, oldest first
admin-tasks-none = Nothing waits for a person
admin-tasks-none-text = When the shop cannot decide something safely by itself, it appears here with what was seen and what to do.
admin-task-next = Next:
admin-task-note = What was done (kept with the task)
admin-task-done = Done
admin-task-closed = Closed by { $name }, { $time }
admin-age-minutes = { $count ->
    [0] just now
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
admin-age-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
admin-age-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}

admin-task-unreadable-code = The activation code cannot be read
admin-next-unreadable-code = Check with “escale keys orange show” that the supplier has our public key and that its private half is configured; the code is read again by itself. If the key is lost, ask the supplier for a replacement.
admin-task-strange-answer = The supplier answered something undocumented
admin-next-strange-answer = Look the reference up at the supplier and compare it with the order. Do not order again: the line may have been sold.
admin-task-in-doubt = Nobody can say whether it was sold
admin-next-in-doubt = Look for our reference in the supplier’s portal. Do not order again; the money goes back by itself at the deadline.
admin-task-deadline-passed = Not delivered in time, money given back
admin-next-deadline-passed = Nothing is owed to the buyer. If the supplier sold it after all, claim the cost back from the supplier.
admin-task-sold-too-late = Sold after we had given up
admin-next-sold-too-late = The buyer has the money back. Ask the supplier to cancel the sale, or book the cost as a loss.
admin-task-orphan-sale = The supplier sold something that we did not order
admin-next-orphan-sale = Look at the order in the supplier’s portal and compare its time with the payments without an order. Do not order again; if nobody paid for it, ask the supplier to cancel it.
admin-task-uncollected = Delivered, but not paid
admin-next-uncollected = Never charge again by yourself. Write to the buyer, or have the supplier revoke the unused eSIM.
admin-task-refund-slow = A refund takes its time
admin-next-refund-slow = It is tried on by itself. Look whether Stripe can be reached and whether the key may write refunds; do not give the money back another way.
admin-task-sold-meanwhile = Delivered, although everything was to be given back
admin-next-sold-meanwhile = The supplier had sold the eSIM before it could be stopped, and the buyer has it. Give back what you want to give back on the order’s page.
admin-task-refund-failed = A refund failed
admin-next-refund-failed = Open the payment in Stripe’s Dashboard: the buyer’s bank refused the money. Agree on another way with the buyer, and note it here.
admin-task-hold-ending = A hold runs out soon
admin-next-hold-ending = Look in Stripe’s Dashboard why it can be neither collected nor let go. If the eSIM is delivered, capture it there before the hold ends; the shop notices by itself.
admin-task-payment-mismatch = Payment and order differ
admin-next-payment-mismatch = Compare amount, currency and account in Stripe’s Dashboard with the order before anything is delivered or given back.
admin-task-disputed = The buyer’s bank disputes the payment
admin-next-disputed = Answer in Stripe’s Dashboard before its deadline, with the delivery time and the consent shown on the order. Do not refund as well.
admin-task-unknown-payment = A payment without an order
admin-next-unknown-payment = Find the payment in Stripe’s Dashboard by the id below and give the money back there; the order is never rebuilt by guess.
admin-task-dead-job = Something failed for good
admin-next-dead-job = Read the error. If its cause is mended, the next event of the order runs the job again.
admin-task-mail-failed = A mail could not be delivered
admin-next-mail-failed = Check the address on the order, then send the mail again from there.
admin-task-supplier-refuses = The supplier does not sell to us
admin-next-supplier-refuses = Run “escale check”. Its eSIMs are not sold until this is mended; it is looked at again every hour.
admin-task-credit-low = Our credit at a supplier runs low
admin-next-credit-low = Pay in at the supplier. Plans that the rest does not cover are not sold meanwhile; this task closes by itself.
admin-task-paid-in = The shop paid in at a supplier
admin-next-paid-in = Compare it with the card’s statement and the supplier’s books. Where nobody knows whether it was paid, it counts as paid and is not repeated for a day.
admin-task-stock-low = A supplier’s stock of a plan runs out
admin-next-stock-low = Ask the supplier to refill the bucket. When it is empty the plan is no longer shown; this task closes by itself.
admin-task-withdrawal = A buyer withdraws from the purchase
admin-next-withdrawal = Receipt was confirmed by mail. Look whether the eSIM was delivered with both consents and whether it is in use, then answer the buyer; if the money is due, it goes back within 14 days of the declaration.

## Giving money back
admin-back = Give money back
admin-back-everything = Nothing is delivered yet: all of the buyer’s money goes back and nothing is bought any more. If an order is just on its way to the supplier, its answer is awaited first.
admin-back-left = Up to { $amount } can be given back; the buyer is told by mail.
admin-back-amount = Amount ({ $currency })
admin-back-reason = Reason (kept with the order)
admin-back-meant = The money shall go back; this cannot be undone
admin-back-button = Give back
admin-back-disputed = The buyer’s bank disputes the payment: nothing is given back on top until that is decided.
admin-back-asked = Giving everything back is asked for already; it happens as soon as the supplier’s answer is in.
admin-back-moved-on = The order has moved on meanwhile: look at it again.
admin-back-wrong-amount = Enter an amount of at most { $amount }, such as 4.50
admin-back-no-reason = Enter a reason
admin-back-not-meant = Tick that the money shall go back

## How the order's ledger stands
admin-ledger = The ledger
admin-ledger-held = On hold
admin-ledger-paid = Paid
admin-ledger-refunded = Given back
admin-ledger-due = The buyer owes
admin-event-cancelled = Everything is to be given back
admin-event-given-back = Given back by staff
admin-event-stand-in = An equal plan of another supplier stands in
admin-event-dispute-won = The dispute is won

## Offers
admin-offers = Plans
admin-offers-lead = Every plan of every supplier. Of equal plans of several suppliers visitors see one: the cheapest, then the fastest, then the one with more in stock.
admin-offer-plan = Plan
admin-offer-cost = Cost
admin-offer-price = Price
admin-offer-stock = Stock
admin-offer-state = State
admin-offer-shown = Shown
admin-offer-outdone = In reserve
admin-offer-cheaper = { $supplier } sells an equal plan for less.
admin-offer-faster = { $supplier } delivers an equal plan faster, at the same price.
admin-offer-more-in-stock = { $supplier } has more of an equal plan, at the same price.
admin-offer-alike = { $supplier } sells an equal plan at the same price.
admin-offer-not-sold = Not sold
admin-offer-runs-out = empty about { $date }
admin-offer-pauses = Pauses
admin-offer-supplier-away = Its supplier fails and is left alone; it comes back by itself
admin-offer-no-credit = Our credit at its supplier does not cover the cost
admin-offer-supplier-stopped = Nothing is left, or the supplier’s eSIMs may not be sold now.
admin-offer-not-an-esim = It is no eSIM.
admin-offer-unavailable = The supplier does not sell it at present.
admin-offer-no-stock = Nothing is left.
admin-offer-no-rate = No exchange rate is set for its currency.
admin-offer-below-floor = Its margin would be below the floor.
admin-offer-no-least-price = Its supplier sets a least price, and not in our currency.
admin-offer-vanished = It is no longer in the supplier’s catalogue.

## Identity papers

admin-overview-papers = { $count ->
    [one] line about to be cut
   *[other] lines about to be cut
}
admin-papers = Identity papers
admin-papers-text = These lines are cut unless their identity papers are registered by then. The networks do not tell who has registered: a line that is in use may be cut all the same. All of them have been reminded by mail.
admin-papers-none = No line is about to be cut
admin-papers-none-text = Lines stand here from ten days before the end of their term on.
admin-papers-order = Order
admin-papers-plan = Plan
admin-papers-until = Cut after
admin-papers-left = { $days ->
    [one] 1 day left
   *[other] { $days } days left
}
admin-papers-sim = Line
admin-papers-sim-unknown = Not told
admin-papers-reminders = Reminders
