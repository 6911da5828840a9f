# Recharger une SIM : ce qui convient, l’achat, ce qu’il en est advenu.
# Les mêmes clés et variables que le fichier anglais ; apostrophe courbe (’), guillemets « ».

## Une SIM qui n’a pas été vendue ici

top-up-title = Recharger une SIM
top-up-lead = Plus de données pour une SIM Orange Holiday ou Welcome Travelers que vous avez déjà, où que vous l’ayez achetée.
top-up-number = Numéro de téléphone de la SIM
top-up-number-hint = Par exemple 06 12 34 56 78 ou +34 612 345 678.
top-up-number-wrong = Saisissez un numéro de téléphone de 9 à 15 chiffres
top-up-or = Ou, pour Welcome Travelers :
top-up-sim-id = Numéro de la SIM (simId ou NSCE)
top-up-sim-id-hint = Il est imprimé sur la carte. Avec lui, vous voyez aussi l’état de la SIM et ce qui y reste.
top-up-sim-wrong = Saisissez le numéro de la SIM : 10 à 22 chiffres
top-up-missing = Saisissez le numéro de téléphone ou celui de la SIM
top-up-one-of-two = Saisissez un seul des deux numéros
top-up-look = Voir ce qui convient
top-up-ours = Vous avez acheté votre eSIM ici ? Ouvrez sa page : elle propose ce qui lui convient.
top-up-another-sim = Recharger une autre SIM

## Une eSIM de chez nous

top-up-esim-title = Recharger cette eSIM
top-up-esim-text = Plus de données sur la même eSIM : rien à installer.
top-up-see = Voir les recharges
top-up-back-to-esim = Retour à l’eSIM

## Ce qui convient

top-up-fitting = Ce qui convient à cette SIM
top-up-choose = Choisir { $plan }
top-up-nothing-fits = Aucune recharge ne convient à cette SIM pour le moment. Vérifiez le numéro, ou achetez une autre eSIM.
top-up-not-now = Nous n’avons pas pu interroger le réseau à l’instant. Rien n’a été commandé ; réessayez dans un moment.
top-up-gone = Cette recharge n’est plus disponible
top-up-gone-text = Rien n’a été commandé ni payé. Ce qui convient maintenant figure ci-dessous.
top-up-sim = SIM
top-up-number-ending = Numéro se terminant par { $digits }
top-up-sim-ending = SIM se terminant par { $digits }
top-up-email-hint = Nous y écrivons dès que votre SIM est rechargée. Rien d’autre n’y est envoyé.
top-up-loss = Je sais que je perds mon droit de rétractation une fois la SIM entièrement rechargée.

## Payé, en cours

topping-up-title = Votre SIM est en cours de recharge
topping-up-text = Votre paiement est là, et le réseau recharge votre SIM. Cela prend le plus souvent quelques secondes.
topping-up-accepted-text = Le réseau a confirmé votre recharge et ne l’a pas encore terminée.
topping-up-late-title = Votre recharge tarde
topping-up-mail-follows = Vous pouvez fermer cette page : nous écrivons à { $email } dès que la SIM est rechargée.
topping-up-person-text = La réponse du réseau ne dit pas si votre SIM a été rechargée. Pour que rien ne soit acheté deux fois, l’un de nous regarde avant toute autre étape.
topping-up-step-network = Le réseau recharge votre SIM
topping-up-step-done = Votre SIM est rechargée

## Rechargée

topped-up-title = Votre SIM est rechargée
topped-up-text = { $plan } est maintenant sur votre SIM. { $sim }.
topped-up-exchanged = Installez votre nouvelle eSIM
topped-up-exchanged-text = Le réseau vous a donné une nouvelle eSIM à la place de l’ancienne. Son code QR est sur la page de l’eSIM.
topped-up-to-esim = Ouvrir votre eSIM
