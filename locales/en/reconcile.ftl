# Reconciliation: the shop’s records compared with Stripe’s and the suppliers’.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).

reconcile-title = Reconciliation
reconcile-lead = The shop’s records, compared with Stripe’s, with the suppliers’ and with themselves. What mends itself is mended; the rest is listed here.
reconcile-held-back = This shop runs on a restored backup
reconcile-held-back-text = Since { $time } nothing is ordered from suppliers, released or refunded, and nothing can be bought. Run “escale reconcile --full”: when it has read everything, the shop goes on by itself.

## What stands
reconcile-standing = Differences that stand
reconcile-none = Books and world agree
reconcile-none-text = Nothing that was compared differs. The table below says when each comparison was made.
reconcile-seen = First seen { $first }, last seen { $last }
reconcile-settle-note = Why it may stay as it is (kept with the difference)
reconcile-settle = Settled
reconcile-event-settled = Difference settled
reconcile-figure = { $count ->
    [one] difference between books and world
   *[other] differences between books and world
}

## The comparisons
reconcile-passes = Last comparisons
reconcile-pass = Comparison
reconcile-pass-jobs = Orders under way and their jobs
reconcile-pass-events = Stripe’s events
reconcile-pass-payments = Payments at Stripe
reconcile-pass-supplier = Sales at { $supplier }
reconcile-pass-refunds = Refunds at Stripe
reconcile-pass-disputes = Disputes at Stripe
reconcile-pass-ledger = The ledger and stored states
reconcile-made-at = Made
reconcile-complete = Read whole
reconcile-running = Running
reconcile-unreadable = Could not read everything
reconcile-never = No comparison was made yet.
reconcile-compared = Compared
reconcile-others = Other programs’
reconcile-healed = Mended
reconcile-open = Standing

## The differences, each with its safe next step
reconcile-next-by-itself = Nothing: the order was set going again. If this stands for more than an hour, open the order and look at its timeline.
reconcile-job-missing = An order had no job
reconcile-event-lost = An event never arrived
reconcile-payment-behind = Stripe is a step further
reconcile-payment-mismatch = Payment and order differ
reconcile-next-payment-mismatch = Compare amount, currency and mode in Stripe’s Dashboard with the order before anything is delivered or given back.
reconcile-payment-unknown = A payment without an order
reconcile-next-payment-unknown = Find the payment in Stripe’s Dashboard by the ids above and give the money back there: cancel what is held, refund what was taken. An order is never rebuilt by guess.
reconcile-payment-absent = Stripe does not know a session of ours
reconcile-next-payment-absent = Check with “escale check” that the key opens the account in which the order was paid. Deliver nothing on this payment.
reconcile-payment-doubled = Two payments for one order
reconcile-next-payment-doubled = Keep the payment that the order names and give the other one back in Stripe’s Dashboard.
reconcile-money-differs = The money is not where our records say
reconcile-next-money-differs = Look at the payment in Stripe’s Dashboard. If nothing was delivered, release or refund it there; never charge again.
reconcile-sale-behind = The supplier is a step further
reconcile-sale-too-late = Sold after we had given up
reconcile-next-sale-too-late = The buyer has the money back. Ask the supplier to cancel the sale; if it does not, settle this as a loss.
reconcile-sale-orphan = A sale that is not in our records
reconcile-next-sale-orphan = Look at the order in the supplier’s portal. Compare its time with the payments without an order; do not order again. If nobody paid for it, ask the supplier to cancel it.
reconcile-sale-doubled = Sold twice for one attempt
reconcile-next-sale-doubled = Ask the supplier to cancel the sale that the order does not show. Do not order again.
reconcile-sale-absent = Delivered, but not in the supplier’s books
reconcile-next-sale-absent = Look the order up in the supplier’s portal by our reference. The buyer’s eSIM is delivered; nothing is owed to them.
reconcile-sale-differs = The supplier calls the sale otherwise
reconcile-next-sale-differs = Compare the reference on the order with the supplier’s portal before anything is claimed or cancelled there.
reconcile-refund-elsewhere = Given back outside the shop
reconcile-next-refund-elsewhere = Somebody refunded this in Stripe’s Dashboard. Do not refund it again; note on the order who did it and why.
reconcile-refund-differs = A refund stands otherwise
reconcile-next-refund-differs = Open the payment in Stripe’s Dashboard. If the buyer has not got the money, agree on another way with them; never refund twice.
reconcile-dispute-unseen = A dispute that the order did not know of
reconcile-next-dispute-unseen = Mended by itself: a standing dispute freezes the order, one that was won lets it go on. Answer an open dispute in Stripe’s Dashboard; refund nothing meanwhile.
reconcile-ledger-unbalanced = An entry of the ledger does not balance
reconcile-ledger-differs = The ledger says otherwise than the rows
reconcile-state-differs = An order’s stored state is not its own
reconcile-next-ledger = Somebody or something wrote into the database past the shop. Find out who; correct nothing there by hand before the order’s timeline is understood.
