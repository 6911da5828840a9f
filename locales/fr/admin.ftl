# Les pages de l’équipe.
# Les mêmes clés et variables que le fichier anglais ; apostrophe courbe (’), guillemets « ».
# Devant ; : ! ? % € et dans « », une espace ordinaire suffit : src/text.rs la rend insécable.

admin-overview = Vue d’ensemble
admin-orders = Commandes
admin-tasks = Tâches

## Connexion
admin-sign-in = Connexion
admin-sign-in-lead = Réservée à l’équipe de la boutique. Les acheteurs n’ont pas besoin de compte : le lien reçu par e-mail suffit.
admin-sign-in-button = Se connecter
admin-sign-in-no-email = Saisissez votre adresse e-mail
admin-sign-in-no-password = Saisissez votre mot de passe
admin-sign-in-refused = Cette adresse e-mail et ce mot de passe ne vont pas ensemble
admin-email = Adresse e-mail
admin-password = Mot de passe

## Vue d’ensemble
admin-overview-tasks = { $count ->
    [one] tâche attend quelqu’un
   *[other] tâches attendent quelqu’un
}
admin-suppliers = Fournisseurs
admin-supplier = Fournisseur
admin-supplier-state = Ventes
admin-supplier-sells = En vente
admin-supplier-stopped = Arrêtées
admin-supplier-unknown = Pas encore vérifié
admin-supplier-line = Réponses
admin-supplier-answers = Répond
admin-supplier-on-trial = À l’essai
admin-supplier-left-alone = Laissé en paix
admin-supplier-lately = 95 appels sur 100 en { $ms } ms au plus · { $errors } % d’erreurs · dernière heure, { $count ->
    [one] 1 appel
   *[other] { $count } appels
}
admin-supplier-network-down-since = { $name } : sans connexion depuis le { $date }
admin-supplier-network-down = { $name } : sans connexion
admin-supplier-network-was-down = { $name } : dernière panne le { $date }
admin-supplier-credit = Crédit
admin-supplier-credit-ends = épuisé le { $date }
admin-supplier-credit-read = lu le { $date }
admin-supplier-synced = Catalogue lu
admin-supplier-never = Jamais
admin-supplier-sold = En vente
admin-supplier-sold-out = Épuisés
admin-supplier-not-sold = Non vendus

## Liste des commandes
admin-orders-search = E-mail de l’acheteur, numéro de commande, référence du fournisseur ou de Stripe, ICCID
admin-orders-search-button = Chercher
admin-orders-state = État
admin-orders-all-states = Tous les états
admin-orders-number = Commande
admin-orders-buyer = Acheteur
admin-orders-plan = Forfait
admin-orders-total = Total
admin-orders-tasks = { $count ->
    [one] { $count } tâche
   *[other] { $count } tâches
}
admin-orders-older = Commandes plus anciennes
admin-orders-none = Aucune commande ne correspond
admin-orders-none-text = Cherchez l’adresse e-mail entière ou la référence entière, dans tous les états.
admin-orders-show-all = Afficher toutes les commandes

## Une commande
admin-order-facts = La commande
admin-order-language = Langue
admin-order-ordered-at = Commandée
admin-order-paid-at = Payée ou autorisée
admin-order-deliver-by = À livrer avant
admin-order-consent = Consentement
admin-order-id = Notre référence
admin-order-disputed = Contestée
admin-order-late-payment = Payée trop tard
admin-order-awaiting-payment = Paiement attendu
admin-order-fulfilling = Livraison en cours
admin-order-delivered = Livrée
admin-order-partly-delivered = Livrée en partie
admin-order-giving-back = Remboursement en cours
admin-order-given-back = Remboursée
admin-order-closed = Close sans paiement
admin-order-needs-a-person = À traiter

## Pourquoi elle est dans cet état
admin-why-open = L’acheteur n’a pas encore payé ; la page de paiement reste utilisable jusqu’au { $time }.
admin-why-processing = Le prestataire de paiement ne s’est pas encore prononcé.
admin-why-creating = La page de paiement est en préparation.
admin-why-about-to-order = Elle est payée, et l’eSIM va être commandée.
admin-why-prepared = Elle est payée et va être commandée ; sans livraison avant le { $time }, l’argent est rendu automatiquement.
admin-why-sending = La commande est en route vers le fournisseur { $supplier }.
admin-why-unknown = Le fournisseur { $supplier } n’a pas donné de réponse fiable et l’a peut-être vendue : une recherche est en cours, rien n’est commandé de nouveau entre-temps, et sans preuve avant le { $time } l’argent est rendu automatiquement.
admin-why-accepted = Le fournisseur { $supplier } a accepté la commande mais n’a pas encore livré le code ; sans lui avant le { $time }, l’argent est rendu automatiquement.
admin-why-delivered = Tout est livré et l’argent est encaissé.
admin-why-collecting = Tout est livré ; l’encaissement est en cours.
admin-why-uncollected = Tout est livré, mais l’autorisation avait expiré avant l’encaissement.
admin-why-refunding = Tout est livré, et de l’argent est en train d’être rendu à l’acheteur.
admin-why-partly = { $delivered } eSIM sur { $all } sont livrées ; l’acheteur ne paie que celles-là.
admin-why-giving-back = Rien n’a été livré ({ $reason }) ; l’argent est en train d’être rendu à l’acheteur.
admin-why-giving-back-plainly = Rien n’a été livré ; l’argent est en train d’être rendu à l’acheteur.
admin-why-late-payment = Le paiement est arrivé après la fin de la commande ; l’argent est en train d’être rendu à l’acheteur.
admin-why-given-back = L’acheteur a récupéré tout son argent.
admin-why-closed = Personne n’a payé avant la fermeture de la page de paiement ; rien n’a été commandé.
admin-why-review = Personne ne peut dire si le fournisseur { $supplier } l’a vendue : quelqu’un doit trancher, voir la tâche. L’argent est tout de même rendu automatiquement à l’échéance.
admin-why-refund-failed = Le prestataire de paiement n’a pas pu rendre l’argent : quelqu’un doit trancher, voir la tâche.
admin-why-mismatch = L’acheteur a payé autre chose que ce qui était demandé (montant, devise ou mode) : rien n’a été commandé, et quelqu’un rend l’argent dans le tableau de bord de Stripe, voir la tâche.

## Paiements
admin-payment = Paiement
admin-payment-amount = Montant
admin-payment-collected = Encaissé
admin-payment-back = Rendu
admin-payment-hold-until = Fin de l’autorisation
admin-payment-intent = Chez Stripe
admin-payment-refund = Remboursement
admin-payment-creating = En préparation
admin-payment-open = Ouvert
admin-payment-held = Autorisé
admin-payment-taken = Prélevé
admin-payment-processing = En décision
admin-payment-review = Pas ce qui était demandé
admin-payment-capturing = Encaissement en cours
admin-payment-captured = Encaissé
admin-payment-uncollected = Non encaissé
admin-payment-expired = Terminé sans paiement
admin-payment-voiding = Autorisation en cours d’annulation
admin-payment-voided = Autorisation annulée
admin-payment-refunding = Remboursement en cours
admin-payment-refunded = Remboursé
admin-payment-refund-failed = Remboursement échoué
admin-refund-sending = demandé
admin-refund-pending = en cours
admin-refund-succeeded = effectué
admin-refund-failed = échoué

## Commandes chez le fournisseur et eSIM
admin-line-money = { $price } de l’acheteur, { $cost } à { $supplier }
admin-attempt-prepared = Pas encore envoyée
admin-attempt-sending = En cours d’envoi
admin-attempt-accepted = Acceptée
admin-attempt-delivered = Livrée
admin-attempt-refused = Refusée
admin-attempt-unknown = Issue inconnue
admin-attempt-proven-absent = Prouvée non vendue
admin-attempt-review = Dans le doute
admin-attempt-abandoned = Abandonnée
admin-esim-network = Réseau
admin-esim-code = Code d’activation
admin-esim-reference = Référence du fournisseur
admin-esim-sold-at = Vendue
admin-esim-iccid = ICCID
admin-esim-msisdn = Numéro de téléphone
admin-esim-pin = PIN
admin-esim-puk = PUK

## La chronologie
admin-timeline = Ce qui s’est passé
admin-event-ordered = Commandée par l’acheteur
admin-event-payment = Paiement : { $state }
admin-event-attempt = Commande au fournisseur : { $state }
admin-event-refund = Remboursement : { $state }
admin-event-refund-refused = Le prestataire de paiement a refusé un remboursement
admin-event-provider = Stripe annonce { $kind }
admin-event-push = Le fournisseur signale { $kind }
admin-event-call = Appel au fournisseur « { $call } » : réponse { $status } après { $duration } ms
admin-event-request = requête { $id }
admin-event-supplier-request = celle du fournisseur { $id }
admin-event-mail-sent = E-mail envoyé : { $mail }
admin-event-mail-waiting = E-mail en attente d’envoi : { $mail }
admin-event-mail-failed = E-mail impossible à envoyer : { $mail }
admin-event-mail-again = E-mail redemandé
admin-event-withdrawal = L’acheteur a déclaré sa rétractation
admin-event-task-done = Tâche close
admin-event-by = par { $name }

## E-mails
admin-mails = E-mails
admin-mail-again = Renvoyer : { $mail }
admin-mail-esim-ready = l’eSIM
admin-mail-topped-up = recharge faite
admin-mail-payment-received = paiement reçu
admin-mail-given-back = argent rendu
admin-mail-order-links = liens perdus
admin-mail-withdrawal-received = rétractation reçue
admin-mail-esim-notice = état d’une eSIM

## Tâches
admin-tasks-open = En attente, la plus ancienne d’abord
admin-tasks-none = Rien n’attend personne
admin-tasks-none-text = Quand la boutique ne peut pas décider seule sans risque, cela apparaît ici avec ce qui a été constaté et ce qu’il faut faire.
admin-task-next = À faire :
admin-task-note = Ce qui a été fait (conservé avec la tâche)
admin-task-done = Terminé
admin-task-closed = Close par { $name }, { $time }
admin-age-minutes = { $count ->
    [0] à l’instant
    [one] il y a { $count } minute
   *[other] il y a { $count } minutes
}
admin-age-hours = { $count ->
    [one] il y a { $count } heure
   *[other] il y a { $count } heures
}
admin-age-days = { $count ->
    [one] il y a { $count } jour
   *[other] il y a { $count } jours
}

admin-task-unreadable-code = Le code d’activation est illisible
admin-next-unreadable-code = Vérifiez avec « escale keys orange show » que le fournisseur a notre clé publique et que la clé privée correspondante est configurée ; le code est relu automatiquement. Si la clé est perdue, demandez un remplacement au fournisseur.
admin-task-strange-answer = Le fournisseur a donné une réponse non documentée
admin-next-strange-answer = Cherchez la référence chez le fournisseur et comparez-la à la commande. Ne commandez pas de nouveau : la ligne est peut-être vendue.
admin-task-in-doubt = Personne ne peut dire si elle a été vendue
admin-next-in-doubt = Cherchez notre référence sur le portail du fournisseur. Ne commandez pas de nouveau ; l’argent est rendu automatiquement à l’échéance.
admin-task-deadline-passed = Pas livrée à temps, argent rendu
admin-next-deadline-passed = Rien n’est dû à l’acheteur. Si le fournisseur l’a tout de même vendue, réclamez-lui le coût.
admin-task-sold-too-late = Vendue après notre abandon
admin-next-sold-too-late = L’acheteur a récupéré son argent. Demandez au fournisseur d’annuler la vente, ou passez le coût en perte.
admin-task-orphan-sale = Le fournisseur a vendu ce que nous n’avons pas commandé
admin-next-orphan-sale = Regardez la commande dans le portail du fournisseur et comparez son heure avec les paiements sans commande. Ne commandez pas à nouveau ; si personne ne l’a payée, demandez au fournisseur de l’annuler.
admin-task-uncollected = Livrée, mais pas payée
admin-next-uncollected = Ne débitez jamais de nouveau de votre propre chef. Écrivez à l’acheteur, ou faites révoquer l’eSIM inutilisée par le fournisseur.
admin-task-refund-slow = Un remboursement prend du temps
admin-next-refund-slow = Il est retenté automatiquement. Vérifiez que Stripe est joignable et que la clé peut écrire des remboursements ; ne rendez pas l’argent par une autre voie.
admin-task-sold-meanwhile = Livrée, alors que tout devait être rendu
admin-next-sold-meanwhile = Le fournisseur avait vendu l’eSIM avant que la commande puisse être arrêtée, et l’acheteur l’a reçue. Rendez ce que vous souhaitez sur la page de la commande.
admin-task-refund-failed = Un remboursement a échoué
admin-next-refund-failed = Ouvrez le paiement dans le Dashboard de Stripe : la banque de l’acheteur a refusé l’argent. Convenez d’une autre voie avec l’acheteur et notez-la ici.
admin-task-hold-ending = Une réservation expire bientôt
admin-next-hold-ending = Regardez dans le tableau de bord de Stripe pourquoi elle ne peut être ni encaissée ni libérée. Si l’eSIM est livrée, encaissez-la là-bas avant la fin de la réservation ; la boutique le remarque d’elle-même.
admin-task-payment-mismatch = Le paiement et la commande diffèrent
admin-next-payment-mismatch = Comparez montant, devise et compte dans le Dashboard de Stripe avec la commande avant toute livraison ou tout remboursement.
admin-task-disputed = La banque de l’acheteur conteste le paiement
admin-next-disputed = Répondez dans le Dashboard de Stripe avant son échéance, avec l’heure de livraison et le consentement affichés sur la commande. Ne remboursez pas en plus.
admin-task-unknown-payment = Un paiement sans commande
admin-next-unknown-payment = Trouvez le paiement dans le Dashboard de Stripe grâce à l’identifiant ci-dessous et rendez l’argent là-bas ; une commande n’est jamais reconstituée au jugé.
admin-task-dead-job = Quelque chose a échoué pour de bon
admin-next-dead-job = Lisez l’erreur. Une fois la cause corrigée, le prochain événement de la commande relance le travail.
admin-task-mail-failed = Un e-mail n’a pas pu être remis
admin-next-mail-failed = Vérifiez l’adresse sur la commande, puis renvoyez l’e-mail depuis celle-ci.
admin-task-supplier-refuses = Le fournisseur ne nous vend rien
admin-next-supplier-refuses = Lancez « escale check ». Ses eSIM ne sont pas vendues tant que ce n’est pas réglé ; une vérification a lieu toutes les heures.
admin-task-credit-low = Notre crédit chez un fournisseur s’épuise
admin-next-credit-low = Rechargez le compte chez le fournisseur. Les forfaits que le reste ne couvre pas ne sont pas vendus entre-temps ; cette tâche se ferme d’elle-même.
admin-task-paid-in = La boutique a rechargé le compte chez un fournisseur
admin-next-paid-in = Comparez avec le relevé de la carte et les livres du fournisseur. Si nul ne sait si c’est payé, cela compte comme payé et n’est pas répété pendant un jour.
admin-task-stock-low = Le stock d’un forfait s’épuise chez un fournisseur
admin-next-stock-low = Demandez au fournisseur de réapprovisionner. Une fois le stock vide, le forfait n’est plus affiché ; cette tâche se ferme d’elle-même.
admin-task-withdrawal = Un acheteur se rétracte
admin-next-withdrawal = La réception a été confirmée par e-mail. Voyez si l’eSIM a été livrée avec les deux accords et si elle est utilisée, puis répondez à l’acheteur ; si l’argent est dû, il revient dans les 14 jours de la déclaration.

## Rendre de l'argent
admin-back = Rendre de l’argent
admin-back-everything = Rien n’est encore livré : tout l’argent de l’acheteur repart et plus rien n’est acheté. Si une commande est justement en route vers le fournisseur, sa réponse est attendue d’abord.
admin-back-left = Jusqu’à { $amount } peuvent être rendus ; l’acheteur est prévenu par e-mail.
admin-back-amount = Montant ({ $currency })
admin-back-reason = Raison (gardée avec la commande)
admin-back-meant = L’argent doit être rendu ; c’est sans retour
admin-back-button = Rendre
admin-back-disputed = La banque de l’acheteur conteste le paiement : rien n’est rendu en plus tant que ce n’est pas tranché.
admin-back-asked = Il est déjà demandé de tout rendre ; cela se fait dès que la réponse du fournisseur est là.
admin-back-moved-on = La commande a avancé entre-temps : regardez-la de nouveau.
admin-back-wrong-amount = Entrez un montant d’au plus { $amount }, par exemple 4,50
admin-back-no-reason = Entrez une raison
admin-back-not-meant = Cochez que l’argent doit être rendu

## Où en est le livre de la commande
admin-ledger = Le livre
admin-ledger-held = Réservé
admin-ledger-paid = Payé
admin-ledger-refunded = Rendu
admin-ledger-due = L’acheteur doit
admin-event-cancelled = Tout doit être rendu
admin-event-given-back = Rendu par le personnel
admin-event-stand-in = Un forfait équivalent d’un autre fournisseur le remplace
admin-event-dispute-won = La contestation est gagnée

## Offers
admin-offers = Forfaits
admin-offers-lead = Tous les forfaits de tous les fournisseurs. Parmi des forfaits équivalents de plusieurs fournisseurs, les visiteurs n’en voient qu’un : le moins cher, puis le plus rapide, puis celui dont le stock est le plus grand.
admin-offer-plan = Forfait
admin-offer-cost = Coût
admin-offer-price = Prix
admin-offer-stock = Stock
admin-offer-state = État
admin-offer-shown = Affiché
admin-offer-outdone = En réserve
admin-offer-cheaper = { $supplier } vend un forfait équivalent moins cher.
admin-offer-faster = { $supplier } livre plus vite un forfait équivalent, au même prix.
admin-offer-more-in-stock = { $supplier } a davantage d’un forfait équivalent, au même prix.
admin-offer-alike = { $supplier } vend un forfait équivalent au même prix.
admin-offer-not-sold = Pas vendu
admin-offer-runs-out = vide vers le { $date }
admin-offer-pauses = En pause
admin-offer-supplier-away = Son fournisseur est en panne et laissé en paix ; il revient de lui-même
admin-offer-no-credit = Notre crédit chez son fournisseur ne couvre pas le coût
admin-offer-supplier-stopped = Le stock est épuisé, ou les eSIM du fournisseur ne peuvent pas être vendues actuellement.
admin-offer-not-an-esim = Ce n’est pas une eSIM.
admin-offer-unavailable = Le fournisseur ne le vend pas actuellement.
admin-offer-no-stock = Le stock est épuisé.
admin-offer-no-rate = Aucun taux de change n’est fixé pour sa devise.
admin-offer-below-floor = Sa marge serait inférieure au minimum.
admin-offer-no-least-price = Son fournisseur fixe un prix minimum, mais pas dans notre monnaie.
admin-offer-vanished = Il n’est plus dans le catalogue du fournisseur.

## Pièces d’identité

admin-overview-papers = { $count ->
    [one] ligne bientôt coupée
   *[other] lignes bientôt coupées
}
admin-papers = Pièces d’identité
admin-papers-text = Ces lignes sont coupées si leurs pièces d’identité ne sont pas enregistrées d’ici là. Les réseaux ne disent pas qui les a enregistrées : une ligne en service peut être coupée malgré tout. Toutes ont fait l’objet d’un rappel par e-mail.
admin-papers-none = Aucune ligne n’est sur le point d’être coupée
admin-papers-none-text = Les lignes figurent ici dix jours avant la fin de leur délai.
admin-papers-order = Commande
admin-papers-plan = Forfait
admin-papers-until = Coupée après
admin-papers-left = { $days ->
    [one] { $days } jour restant
   *[other] { $days } jours restants
}
admin-papers-sim = Ligne
admin-papers-sim-unknown = Non communiqué
admin-papers-reminders = Rappels
