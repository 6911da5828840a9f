# Du choix d’un forfait à son paiement.
# Les mêmes clés et variables que le fichier anglais ; apostrophe courbe (’), guillemets « ».
# Devant ; : ! ? % € et dans « », une espace ordinaire suffit : src/text.rs la rend insécable.

checkout-title = Vérifier et payer
checkout-check = Votre commande
checkout-plan = Forfait
checkout-quantity = Nombre d’eSIM
checkout-quantity-change = Modifier
checkout-too-few = { $count ->
    [one] Il n’en reste que { $count }
   *[other] Il n’en reste que { $count }
}
checkout-too-few-text = Choisissez moins d’eSIM : rien n’a été commandé ni payé.
checkout-total = Total, taxes comprises
checkout-email = Adresse e-mail
checkout-email-hint = Votre eSIM et son QR code y sont envoyés. Rien d’autre.
checkout-email-missing = Saisissez votre adresse e-mail
checkout-email-wrong = Saisissez une adresse e-mail comme nom@exemple.fr
checkout-email-suggestion = Vouliez-vous dire { $email } ? Si votre adresse est correcte, laissez-la ainsi.
checkout-start = Je demande la livraison dès le paiement, avant la fin du délai de rétractation de 14 jours.
checkout-start-missing = Cochez la case pour recevoir votre eSIM dès le paiement
checkout-loss = Je sais que je perds mon droit de rétractation une fois l’eSIM entièrement livrée.
checkout-loss-hint = Si elle n’est pas livrée en { $minutes } minutes, vous êtes remboursé sans rien demander.
checkout-loss-missing = Cochez la case pour confirmer que vous le savez
checkout-pay = Commander avec obligation de paiement · { $price }
checkout-pay-another = En commander une de plus avec obligation de paiement · { $price }
checkout-after = Vous payez sur la page sécurisée de Stripe. Nous ne voyons jamais votre carte.
checkout-terms = Conditions de vente
checkout-withdrawal = Droit de rétractation
checkout-similar = Vous l’avez peut-être déjà commandé
checkout-similar-text = La commande { $number } pour le même forfait a été passée avec cette adresse le { $time }. Son lien est dans vos e-mails dès qu’elle est payée. Pour une eSIM de plus, commandez à nouveau ci-dessous.
checkout-price-changed = Le prix vient de changer
checkout-price-changed-text = Rien n’a été commandé. Le nouveau prix figure ci-dessous ; commandez seulement s’il vous convient.
checkout-not-now = Ce forfait ne peut pas être acheté pour l’instant
checkout-not-now-text = Son fournisseur ne répond pas comme il le devrait : nous ne pourrions pas le livrer aussitôt. Rien n’a été commandé ni payé. Réessayez dans quelques minutes, ou choisissez un autre forfait.
checkout-try-again = La page de paiement n’a pas pu être jointe
checkout-try-again-text = Rien n’a été payé et rien n’est perdu. Réessayez dans un instant : cela reste une seule commande.
checkout-paused = Aucune commande n’est possible pour l’instant
checkout-paused-text = La boutique vérifie ses registres. Rien n’a été payé ; revenez un peu plus tard.
change = Modifier
