# Topping up a SIM: what fits, the purchase, what came of it.
# The same keys and placeholders as in the French file; curly apostrophes (’) and quotation marks (“ ”).

## A SIM that was not sold here

top-up-title = Top up a SIM
top-up-lead = More data for a SIM of Orange Holiday or Welcome Travelers that you have already, wherever you bought it.
top-up-number = Phone number of the SIM
top-up-number-hint = Such as 06 12 34 56 78 or +34 612 345 678.
top-up-number-wrong = Enter a phone number of 9 to 15 digits
top-up-or = Or, for Welcome Travelers:
top-up-sim-id = SIM number (simId or NSCE)
top-up-sim-id-hint = It is printed on the card. With it you also see how the SIM is and what is left on it.
top-up-sim-wrong = Enter the SIM number: 10 to 22 digits
top-up-missing = Enter the phone number or the SIM number
top-up-one-of-two = Enter one of the two numbers, not both
top-up-look = See what fits
top-up-ours = Did you buy your eSIM here? Open its page: it offers what fits it.
top-up-another-sim = Top up another SIM

## An eSIM of ours

top-up-esim-title = Top up this eSIM
top-up-esim-text = More data on the same eSIM: nothing has to be installed.
top-up-see = See the top-ups
top-up-back-to-esim = Back to the eSIM

## What fits

top-up-fitting = What fits this SIM
top-up-choose = Choose { $plan }
top-up-nothing-fits = No top-up fits this SIM at present. Check the number, or buy another eSIM.
top-up-not-now = We could not ask the network just now. Nothing was ordered; please try again in a moment.
top-up-gone = This top-up is not there any more
top-up-gone-text = Nothing was ordered or paid. What fits now is listed below.
top-up-sim = SIM
top-up-number-ending = Number ending in { $digits }
top-up-sim-ending = SIM ending in { $digits }
top-up-email-hint = We write there once your SIM is topped up. Nothing else is sent.
top-up-loss = I know that I lose my right of withdrawal once the SIM has been topped up in full.

## Paid, and under way

topping-up-title = Your SIM is being topped up
topping-up-text = Your payment is here, and the network is topping up your SIM. It mostly takes seconds.
topping-up-accepted-text = The network has confirmed your top-up and has not finished it yet.
topping-up-late-title = Your top-up is late
topping-up-mail-follows = You can close this page: we write to { $email } as soon as the SIM is topped up.
topping-up-person-text = The network’s answer leaves open whether your SIM was topped up. So that nothing is bought twice, a person looks before anything else happens.
topping-up-step-network = The network tops up your SIM
topping-up-step-done = Your SIM is topped up

## Topped up

topped-up-title = Your SIM is topped up
topped-up-text = { $plan } is on your SIM now. { $sim }.
topped-up-exchanged = Install your new eSIM
topped-up-exchanged-text = The network has given you a new eSIM in place of the old one. Its QR code is on the eSIM’s page.
topped-up-to-esim = Open your eSIM
