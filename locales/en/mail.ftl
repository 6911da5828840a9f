# What the shop writes by mail.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).

## Every mail

mail-open-order = Open your order
mail-label = { $label }:
mail-order-number = Order number:
mail-questions = Questions? Answer this mail, or write to { $email }.
mail-reason = You receive this mail because of your order { $number } at { $shop }.

## The eSIM is ready

mail-esim-subject = { $count ->
    [one] Your eSIM is ready: order { $number }
   *[other] Your { $count } eSIMs are ready: order { $number }
}
mail-esim-intro = { $count ->
    [one] Your eSIM is ready
   *[other] Your { $count } eSIMs are ready
}
mail-esim-advice = { $count ->
    [one] Install it while you have a good connection, best over Wi-Fi. Your phone must be unlocked and able to use eSIMs.
   *[other] Install them while you have a good connection, best over Wi-Fi. The phones must be unlocked and able to use eSIMs.
}
mail-esim-heading = eSIM { $place } of { $count }
mail-esim-stand-in = The supplier of the plan that you chose could not deliver it. You get an equal plan of another network instead, at the same price.
mail-esim-validity = Validity:
mail-validity-days = { $count ->
    [one] 1 day, once the plan has begun
   *[other] { $count } days, once the plan has begun
}
mail-validity-months = { $count ->
    [one] 1 month, once the plan has begun
   *[other] { $count } months, once the plan has begun
}
mail-validity-years = { $count ->
    [one] 1 year, once the plan has begun
   *[other] { $count } years, once the plan has begun
}
mail-validity-unlimited = no end
mail-esim-scan = Scan with the phone’s camera
mail-esim-qr-alt = QR code of the eSIM. The same is written below, to be typed by hand.
mail-esim-this-phone = Or on this phone
mail-esim-apple = Install on this iPhone
mail-esim-android = Install on this Android phone
mail-esim-by-hand = Or by hand
mail-esim-smdp = SM-DP+ address
mail-esim-matching-id = Activation code
mail-esim-code = Whole code, where the phone asks for it
mail-esim-confirmation-code = Confirmation code
mail-esim-phone-number = Phone number
mail-esim-pin = PIN
mail-esim-puk = PUK
mail-esim-qr-holds = The QR code says:
mail-esim-keep = Keep this mail to yourself: whoever has a code can install its eSIM. Do not delete an eSIM from the phone before the journey is over: it can usually not be installed twice.

## Identity papers

mail-papers-title = Identity papers
mail-papers-deadline = The law asks you to register an identity document by { $date }. Otherwise the network cuts the line off.
mail-papers-register = Register now
mail-papers-no-page = The network names no page for it: it will tell you how.

## A SIM is topped up

mail-topped-up-subject = Your SIM is topped up: order { $number }
mail-topped-up-done = Your SIM has been topped up with { $plan }.
mail-topped-up-nothing-to-do = You need not do anything: it is on your SIM already. The order’s page shows what is left, where the network tells.
mail-topped-up-exchanged = The network has given you a new eSIM in place of the old one. Open your order: it leads to the new QR code, which you have to install.

## The payment is here, the eSIM is late

mail-payment-subject = We have your payment: order { $number }
mail-payment-arrived = Your payment of { $amount } has reached us. It takes longer than usual.
mail-payment-wait = You need not do anything: as soon as the eSIM is here, we send it to this address.
mail-payment-wait-top-up = You need not do anything: as soon as your SIM is topped up, we write to this address.
mail-payment-deadline = If it is not here by { $time }, you get your money back by itself.

## The money goes back

mail-back-subject = You get your money back: order { $number }
mail-back-not-in-time = We are sorry: the network did not deliver your eSIM in time, so we have ended the order.
mail-back-not-available = We are sorry: the network could not sell us this eSIM, so we have ended the order.
mail-back-not-topped-up-in-time = We are sorry: the network did not top up your SIM in time, so we have ended the order.
mail-back-not-topped-up = We are sorry: the network could not top up your SIM, so we have ended the order.
mail-back-not-topped-up-because = We are sorry: the network did not top up your SIM, so we have ended the order. Its reason: “{ $reason }”
mail-back-paid-too-late = Your payment reached us after the order had been closed, so we did not order anything for it.
mail-back-cancelled = You have cancelled the order.
mail-back-by-staff = We have ended your order.
mail-back-released = The { $amount } was only reserved and never taken. We have let the reservation go; your bank removes it, some within minutes, some within a few days.
mail-back-refunded = We have refunded { $amount } to the means that you paid with. Your bank shows it within five to ten working days.
mail-back-nothing-to-do = You need not do anything. If you still need an eSIM, you can order again at any time.

## Lost links

mail-links-subject = The links to your orders
mail-links-intro = You asked for the links to your orders. Each opens the page with its eSIM:
mail-links-not-you = If you did not ask for this, you need not do anything: nobody but you has received this mail.

## A withdrawal is received

mail-withdrawal-subject = We have your withdrawal: order { $number }
mail-withdrawal-received = On { $time } we received your declaration that you withdraw from your purchase, order { $number }.
mail-withdrawal-then = One of us reads it and answers you. Money that is due to you goes back within 14 days by the way that you paid.
mail-withdrawal-keep = Keep this mail as proof.

## How an eSIM stands

mail-notice-low-subject = Your data is nearly used up: order { $number }
mail-notice-low = { $left } of { $total } is left on your eSIM “{ $plan }”.
mail-notice-used-subject = Your data is used up: order { $number }
mail-notice-used = All { $total } of your eSIM “{ $plan }” are used.
mail-notice-soon-subject = Your eSIM ends soon: order { $number }
mail-notice-soon = Your eSIM “{ $plan }” works until { $time }.
mail-notice-ended-subject = Your eSIM has ended: order { $number }
mail-notice-ended = Your eSIM “{ $plan }” has ended.
mail-notice-ended-at = Your eSIM “{ $plan }” ended on { $time }.
mail-notice-ended-then = You can delete it from your phone now.
mail-notice-top-up-text = You can add to the same eSIM: nothing has to be installed again.
mail-notice-top-up = Top it up
mail-notice-papers-subject = Register an identity document: order { $number }
mail-notice-papers = Your eSIM “{ $plan }” needs an identity document.
mail-notice-papers-done = If you have registered one already, you need not do anything: the network does not tell us.
