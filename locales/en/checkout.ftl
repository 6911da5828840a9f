# From choosing a plan to paying for it.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).

checkout-title = Check and pay
checkout-check = Your order
checkout-plan = Plan
checkout-quantity = Number of eSIMs
checkout-quantity-change = Change
checkout-too-few = { $count ->
    [one] Only { $count } is left
   *[other] Only { $count } are left
}
checkout-too-few-text = Choose fewer eSIMs: nothing was ordered or paid.
checkout-total = Total, taxes included
checkout-email = E-mail address
checkout-email-hint = Your eSIM and its QR code are sent there. Nothing else is.
checkout-email-missing = Enter your e-mail address
checkout-email-wrong = Enter an e-mail address like name@example.com
checkout-email-suggestion = Did you mean { $email }? If your address is right as it is, leave it.
checkout-start = I ask for delivery right after payment, before the 14-day withdrawal period ends.
checkout-start-missing = Tick the box to receive your eSIM right after payment
checkout-loss = I know that I lose my right of withdrawal once the eSIM has been delivered in full.
checkout-loss-hint = If it is not delivered within { $minutes } minutes, you get your money back without asking.
checkout-loss-missing = Tick the box to confirm that you know this
checkout-pay = Order with obligation to pay · { $price }
checkout-pay-another = Order one more with obligation to pay · { $price }
checkout-after = You pay on Stripe’s secure page. We never see your card.
checkout-terms = Terms of sale
checkout-withdrawal = Right of withdrawal
checkout-similar = You may have ordered this already
checkout-similar-text = Order { $number } for the same plan was made with this address on { $time }. Its link is in your mail once it is paid. If you want one more eSIM, order again below.
checkout-price-changed = The price has just changed
checkout-price-changed-text = Nothing was ordered. The new price is shown below; order only if it suits you.
checkout-not-now = This plan cannot be bought just now
checkout-not-now-text = Its supplier does not answer as it should, so we could not hand it over at once. Nothing was ordered or paid. Please try again in a few minutes, or choose another plan.
checkout-try-again = We could not reach the payment page
checkout-try-again-text = Nothing was paid and nothing is lost. Please try again in a moment: it stays one order.
checkout-paused = Nothing can be ordered just now
checkout-paused-text = The shop is checking its records. Nothing was paid; please come back a little later.
change = Change
