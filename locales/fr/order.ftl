# Après le paiement : l’attente, l’eSIM et son installation, la consommation, les pièces d’identité.
# Les mêmes clés et variables que le fichier anglais ; apostrophe courbe (’), guillemets « ».
# Devant ; : ! ? % € et dans « », une espace ordinaire suffit : src/text.rs la rend insécable.

## Tous les états d’une commande

order-number = Commande { $number }
order-details = Votre commande
order-detail-number = Numéro de commande
order-detail-plan = Forfait
order-detail-total = Total
order-detail-email = Votre adresse e-mail
order-detail-ordered = Commandée
order-detail-paid = Payée
order-keep = Gardez ce lien
order-keep-text = Cette page se rouvre quand vous voulez : ajoutez-la à vos favoris. Quiconque possède son adresse voit ce que vous voyez.
order-keep-mail = Le lien figure aussi dans l’e-mail envoyé à { $email }.
order-questions = Une question ?
order-questions-text = Écrivez à { $email } en indiquant { $number }.
order-check-again = Vérifier à nouveau
order-looks-itself = Cette page vérifie d’elle-même.
order-disputed = Votre banque examine ce paiement
order-disputed-text = Il a été contesté. Tant que la banque n’a pas tranché, aucun argent ne bouge de notre côté.

order-step-ordered = Commandée
order-step-paid = Payée
order-step-pay = Vous payez
order-step-network = L’opérateur prépare votre eSIM
order-step-here = Votre eSIM, sur cette page et par e-mail

## Pas payée, à notre connaissance

order-open-title = Nous n’avons pas encore vu votre paiement
order-open-text = Si vous venez de payer, restez ici : cette page devient votre eSIM dès que le paiement arrive. Ne payez pas une deuxième fois.
order-open-else = Si vous n’avez pas encore payé, reprenez où vous en étiez.
order-open-until = La page de paiement reste ouverte jusqu’au { $time }.
order-open-pay = Continuer vers le paiement
order-making-title = La page de paiement s’ouvre
order-making-text = C’est plus long que d’habitude. Rien n’a été payé et rien n’est perdu : revenez à la commande et réessayez, cela reste une seule commande.
order-making-again = Revenir à la commande
order-deciding-title = Votre banque n’a pas encore décidé
order-deciding-text = Vous avez payé, et votre banque n’a pas encore donné sa réponse. Certaines mettent quelques minutes. Vous n’avez rien à faire ; ne payez pas une deuxième fois.

## Payée, pas encore là

order-preparing-title = Votre eSIM arrive
order-preparing-text = Votre paiement est là, et l’opérateur prépare votre eSIM. La plupart arrivent en quelques secondes.
order-promise = Si elle n’est pas là à { $time }, votre argent vous revient de lui-même.
order-accepted-text = L’opérateur a confirmé votre eSIM et ne l’a pas encore remise.
order-promise-accepted = Si elle n’est pas là à { $time }, vous pourrez annuler sur cette page. À { $last }, votre argent vous revient de lui-même.
order-late-title = Votre eSIM est en retard
order-late-text = L’opérateur a confirmé votre eSIM et ne l’a toujours pas remise. Elle peut arriver à tout moment.
order-late-choice = Si vous préférez ne pas attendre, annulez : tout votre argent vous est rendu. Sinon, il revient de lui-même à { $time }.
order-cancel = Annuler maintenant et être remboursé
order-mail-follows = Vous pouvez fermer cette page : nous écrivons à { $email } dès que l’eSIM est là.
order-puzzling-title = L’envoi de l’opérateur est illisible
order-puzzling-text = Il a vendu votre eSIM, mais nous ne pouvons pas vous la montrer ainsi. L’un de nous s’en occupe, et la promesse ci-dessus tient.
order-partly-coming = Le reste de votre commande arrive.

## Une personne regarde

order-person-title = L’un de nous examine votre commande
order-person-text = La réponse de l’opérateur ne dit pas si votre eSIM a été vendue. Pour que rien ne soit acheté deux fois, une personne regarde avant toute autre chose.
order-stuck-title = Nous vous devons { $amount }
order-stuck-text = Votre argent aurait dû revenir, et votre banque ne l’a pas accepté. L’un de nous écrit à { $email } pour l’envoyer autrement. Vous n’avez rien à faire.

## L’argent revient

order-going-back-title = Votre argent vous revient
order-back-title = Votre argent vous est rendu
order-back-shop = Voir d’autres forfaits
order-partly-back = { $count ->
    [one] Une eSIM de votre commande n’a pas pu être livrée. Vous ne payez pas ses { $amount } : l’argent revient de lui-même.
   *[other] { $count } eSIM de votre commande n’ont pas pu être livrées. Vous ne payez pas leurs { $amount } : l’argent revient de lui-même.
 }

## Jamais payée

order-closed-title = Cette commande n’a pas été payée
order-closed-text = La page de paiement s’est fermée sans paiement. Rien n’a été débité, et rien ne le sera.
order-closed-again = Revoir le forfait

## L’eSIM

esim-title = { $count ->
    [one] Votre eSIM est prête
   *[other] Vos { $count } eSIM sont prêtes
 }
esim-heading = eSIM { $place } sur { $count }
esim-stand-in = Le fournisseur du forfait choisi n’a pas pu le livrer. Vous recevez à la place un forfait équivalent d’un autre réseau, au même prix.
esim-install = Installez-la
esim-install-text = Faites-le avec une bonne connexion, de préférence en Wi-Fi, et avant le départ. Une eSIM ne s’installe en général qu’une fois.
esim-scan = Scannez-la avec l’appareil photo du téléphone
esim-qr-alt = QR code de l’eSIM. La même chose est écrite plus bas, à saisir à la main.
esim-qr-save = Enregistrer le QR code en image
esim-this-phone = Sur ce téléphone
esim-this-phone-text = Un téléphone ne peut pas scanner son propre écran : touchez plutôt ici.
esim-apple = Installer sur cet iPhone
esim-apple-note = iOS 17.4 ou plus récent
esim-android = Installer sur ce téléphone Android
esim-android-note = Android 10 ou plus récent, sur la plupart des téléphones
esim-by-hand = À la main
esim-by-hand-text = Si le téléphone demande ces détails, saisissez-les ou copiez-les.
esim-smdp = Adresse SM-DP+
esim-matching-id = Code d’activation
esim-code = Code complet, si le téléphone le demande
esim-confirmation-code = Code de confirmation
esim-confirmation-missing = Cette eSIM demande un code de confirmation que l’opérateur ne nous a pas donné. Écrivez à { $email } avant de l’installer.
esim-copy = Copier
esim-copied = Copié
esim-line = Votre ligne
esim-phone-number = Numéro de téléphone
esim-pin = Code PIN
esim-puk = Code PUK
esim-iccid = Numéro de la SIM (ICCID)
esim-guides = Pas à pas
esim-keep = Ne supprimez pas l’eSIM de votre téléphone avant la fin du voyage.

## Ce qu’il reste

usage-title = Ce qu’il reste
usage-data = Données
usage-calls = Appels
usage-texts = SMS
usage-left = en réserve
usage-left-of = en réserve sur { $total }
usage-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
 }
usage-sms = { $count ->
    [one] { $count } SMS
   *[other] { $count } SMS
 }
usage-plan = Votre forfait
usage-until = Jusqu’au { $time }
usage-ended = Terminé le { $time }
usage-first-use = Première utilisation
usage-runs-out = Épuisées, au rythme des derniers jours, vers
usage-number-until = Numéro conservé jusqu’au
usage-as-of = Relevé du { $time }
usage-old = L’opérateur n’a pas répondu depuis.
usage-not-told = Indisponible chez cet opérateur : il ne nous dit pas ce qu’il reste. Votre téléphone compte les données lui-même, dans ses réglages de données mobiles.
usage-nothing-yet = L’opérateur n’indique encore rien pour cette eSIM. Le décompte commence à la première utilisation.
usage-not-known = L’opérateur n’a pas pu être interrogé à l’instant. Réessayez dans quelques minutes.
usage-again = Regarder à nouveau

## L’état de la SIM

sim-title = L’état de la SIM
sim-as-of = Selon l’opérateur, le { $time }
sim-status-free = Aucun forfait n’est actif sur cette eSIM.
sim-status-not-installed = L’eSIM n’est pas encore sur un téléphone.
sim-status-available = L’eSIM est installée et fonctionne.
sim-status-suspended-fraud = L’opérateur a suspendu la ligne après avoir vu quelque chose d’inhabituel.
sim-status-suspended-kyc-default = L’opérateur a suspendu la ligne faute de pièce d’identité enregistrée à temps.
sim-status-suspended-by-operator = L’opérateur a suspendu la ligne.
sim-status-suspended-theft-or-loss = La ligne est suspendue car le téléphone a été déclaré perdu ou volé.
sim-status-expired = Le temps de cette eSIM est écoulé.
sim-status-uninstalled = L’eSIM a été retirée du téléphone où elle était installée.
sim-status-revoked-by-operator = L’opérateur a retiré l’eSIM.
sim-status-sim-swap = La ligne a été transférée sur une autre SIM.
sim-status-unknown = L’opérateur décrit l’état de cette ligne par un mot que nous ne connaissons pas.
sim-not-told = Nous n’avons pas de nouvelle de l’opérateur à ce sujet. Cela n’indique pas si l’eSIM fonctionne.
next-step-install-it = Installez-la avec le code de cette page.
next-step-nothing-to-do = Vous n’avez rien à faire.
next-step-register-papers = Enregistrez votre pièce d’identité comme indiqué plus bas. Si c’est déjà fait, écrivez à { $email }.
next-step-top-up-or-buy = Achetez une autre eSIM pour votre prochain voyage.
next-step-buy-another = Pour un nouveau voyage, achetez-en une autre.
next-step-contact-us = Écrivez à { $email } : nous interrogeons l’opérateur pour vous.

## Pièce d’identité

papers-title = Pièce d’identité
papers-needed = La loi vous demande d’enregistrer une pièce d’identité avant le { $date } inclus.
papers-left = { $days ->
    [one] Il vous reste un jour.
   *[other] Il vous reste { $days } jours.
 }
papers-otherwise = Sinon, l’opérateur suspend la ligne, et le forfait avec elle.
papers-register = L’enregistrer maintenant
papers-over = Le délai d’enregistrement s’est achevé le { $date }. Si vous l’avez fait, tout est en ordre ; sinon, l’opérateur suspend la ligne.
papers-no-page = Cet opérateur n’indique aucune page pour cela. Écrivez à { $email }, et nous vous disons comment faire.
