# Ce que la boutique écrit par e-mail.
# Les mêmes clés et variables que le fichier anglais ; apostrophe courbe (’), guillemets « ».
# Devant ; : ! ? % € et dans « », une espace ordinaire suffit : src/text.rs la rend insécable.

## Chaque message

mail-open-order = Ouvrir votre commande
mail-label = { $label } :
mail-order-number = Numéro de commande :
mail-questions = Une question ? Répondez à ce message ou écrivez à { $email }.
mail-reason = Vous recevez ce message en raison de votre commande { $number } chez { $shop }.

## L’eSIM est prête

mail-esim-subject = { $count ->
    [one] Votre eSIM est prête : commande { $number }
   *[other] Vos { $count } eSIM sont prêtes : commande { $number }
}
mail-esim-intro = { $count ->
    [one] Votre eSIM est prête
   *[other] Vos { $count } eSIM sont prêtes
}
mail-esim-advice = { $count ->
    [one] Installez-la tant que vous avez une bonne connexion, de préférence en Wi-Fi. Votre téléphone doit être débloqué et accepter les eSIM.
   *[other] Installez-les tant que vous avez une bonne connexion, de préférence en Wi-Fi. Les téléphones doivent être débloqués et accepter les eSIM.
}
mail-esim-heading = eSIM { $place } sur { $count }
mail-esim-stand-in = Le fournisseur du forfait choisi n’a pas pu le livrer. Vous recevez à la place un forfait équivalent d’un autre réseau, au même prix.
mail-esim-validity = Validité :
mail-validity-days = { $count ->
    [one] { $count } jour, une fois le forfait commencé
   *[other] { $count } jours, une fois le forfait commencé
}
mail-validity-months = { $count } mois, une fois le forfait commencé
mail-validity-years = { $count ->
    [one] { $count } an, une fois le forfait commencé
   *[other] { $count } ans, une fois le forfait commencé
}
mail-validity-unlimited = sans limite
mail-esim-scan = Scannez avec l’appareil photo du téléphone
mail-esim-qr-alt = Code QR de l’eSIM. Les mêmes informations sont écrites plus bas, à saisir à la main.
mail-esim-this-phone = Ou sur ce téléphone
mail-esim-apple = Installer sur cet iPhone
mail-esim-android = Installer sur ce téléphone Android
mail-esim-by-hand = Ou à la main
mail-esim-smdp = Adresse SM-DP+
mail-esim-matching-id = Code d’activation
mail-esim-code = Code complet, si le téléphone le demande
mail-esim-confirmation-code = Code de confirmation
mail-esim-phone-number = Numéro de téléphone
mail-esim-pin = Code PIN
mail-esim-puk = Code PUK
mail-esim-qr-holds = Le code QR contient :
mail-esim-keep = Gardez ce message pour vous : quiconque possède un code peut installer son eSIM. Ne supprimez pas une eSIM du téléphone avant la fin du voyage : en général, elle ne s’installe qu’une fois.

## Pièce d’identité

mail-papers-title = Pièce d’identité
mail-papers-deadline = La loi vous demande d’enregistrer une pièce d’identité au plus tard le { $date }. Sinon, le réseau coupe la ligne.
mail-papers-register = L’enregistrer maintenant
mail-papers-no-page = Le réseau n’indique aucune page pour cela : il vous dira comment faire.

## Une SIM est rechargée

mail-topped-up-subject = Votre SIM est rechargée : commande { $number }
mail-topped-up-done = Votre SIM a été rechargée avec { $plan }.
mail-topped-up-nothing-to-do = Vous n’avez rien à faire : la recharge est déjà sur votre SIM. La page de la commande montre ce qui reste, quand le réseau le dit.
mail-topped-up-exchanged = Le réseau vous a donné une nouvelle eSIM à la place de l’ancienne. Ouvrez votre commande : elle mène au nouveau code QR, à installer.

## Le paiement est arrivé, l’eSIM tarde

mail-payment-subject = Nous avons bien reçu votre paiement : commande { $number }
mail-payment-arrived = Votre paiement de { $amount } nous est parvenu. La suite prend plus de temps que d’habitude.
mail-payment-wait = Vous n’avez rien à faire : dès que l’eSIM est là, nous l’envoyons à cette adresse.
mail-payment-wait-top-up = Vous n’avez rien à faire : dès que votre SIM est rechargée, nous écrivons à cette adresse.
mail-payment-deadline = Si elle n’est pas là le { $time }, votre argent vous est rendu automatiquement.

## L’argent est rendu

mail-back-subject = Votre argent vous est rendu : commande { $number }
mail-back-not-in-time = Nous sommes désolés : le réseau n’a pas livré votre eSIM à temps, nous avons donc mis fin à la commande.
mail-back-not-available = Nous sommes désolés : le réseau n’a pas pu nous vendre cette eSIM, nous avons donc mis fin à la commande.
mail-back-not-topped-up-in-time = Nous sommes désolés : le réseau n’a pas rechargé votre SIM à temps, nous avons donc mis fin à la commande.
mail-back-not-topped-up = Nous sommes désolés : le réseau n’a pas pu recharger votre SIM, nous avons donc mis fin à la commande.
mail-back-not-topped-up-because = Nous sommes désolés : le réseau n’a pas rechargé votre SIM, nous avons donc mis fin à la commande. Sa raison : « { $reason } »
mail-back-paid-too-late = Votre paiement nous est parvenu après la clôture de la commande : nous n’avons donc rien commandé.
mail-back-cancelled = Vous avez annulé la commande.
mail-back-by-staff = Nous avons mis fin à votre commande.
mail-back-released = Les { $amount } étaient seulement réservés, jamais prélevés. Nous avons levé la réservation ; votre banque l’efface en quelques minutes ou quelques jours, selon les établissements.
mail-back-refunded = Nous avons remboursé { $amount } sur votre moyen de paiement. Votre banque l’affiche sous cinq à dix jours ouvrés.
mail-back-nothing-to-do = Vous n’avez rien à faire. S’il vous faut encore une eSIM, vous pouvez commander à tout moment.

## Liens perdus

mail-links-subject = Les liens de vos commandes
mail-links-intro = Vous avez demandé les liens de vos commandes. Chacun ouvre la page de son eSIM :
mail-links-not-you = Si vous n’avez rien demandé, vous n’avez rien à faire : personne d’autre que vous n’a reçu ce message.

## Une rétractation est reçue

mail-withdrawal-subject = Nous avons votre rétractation : commande { $number }
mail-withdrawal-received = Le { $time }, nous avons reçu votre déclaration de rétractation de votre achat, commande { $number }.
mail-withdrawal-then = L’un de nous la lit et vous répond. L’argent qui vous est dû revient sous 14 jours, par le moyen de votre paiement.
mail-withdrawal-keep = Gardez cet e-mail comme preuve.

## L’état d’une eSIM

mail-notice-low-subject = Vos données sont presque épuisées : commande { $number }
mail-notice-low = Il reste { $left } sur { $total } sur votre eSIM « { $plan } ».
mail-notice-used-subject = Vos données sont épuisées : commande { $number }
mail-notice-used = Les { $total } de votre eSIM « { $plan } » sont épuisés.
mail-notice-soon-subject = Votre eSIM se termine bientôt : commande { $number }
mail-notice-soon = Votre eSIM « { $plan } » fonctionne jusqu’au { $time }.
mail-notice-ended-subject = Votre eSIM est terminée : commande { $number }
mail-notice-ended = Votre eSIM « { $plan } » est terminée.
mail-notice-ended-at = Votre eSIM « { $plan } » s’est terminée le { $time }.
mail-notice-ended-then = Vous pouvez maintenant la supprimer de votre téléphone.
mail-notice-top-up-text = Vous pouvez recharger la même eSIM : rien n’est à installer de nouveau.
mail-notice-top-up = La recharger
mail-notice-papers-subject = Enregistrez une pièce d’identité : commande { $number }
mail-notice-papers = Votre eSIM « { $plan } » demande une pièce d’identité.
mail-notice-papers-done = Si vous en avez déjà enregistré une, vous n’avez rien à faire : le réseau ne nous le dit pas.
