# Les pages de l’acheteur.
# Les mêmes clés et variables que le fichier anglais ; apostrophe courbe (’), guillemets « ».
# Devant ; : ! ? % € et dans « », une espace ordinaire suffit : src/text.rs la rend insécable.

## J’ai perdu mon lien

find-title = J’ai perdu mon lien
find-lead = Indiquez l’adresse de votre commande, et nous vous envoyons les liens de vos eSIM.
find-email = Adresse e-mail
find-email-hint = Celle que vous avez donnée en commandant.
find-button = M’envoyer les liens
find-sent = Consultez vos e-mails
find-sent-text = S’il existe des commandes avec cette adresse, leurs liens sont en route vers elle. Cela prend une minute au plus ; regardez aussi parmi les indésirables.
find-sent-else = Toujours rien ? L’adresse a peut-être été mal saisie à la commande. Écrivez à { $email } en disant quand vous avez payé, et combien.
find-again = Essayer une autre adresse

## Se rétracter d’un achat

withdraw-title = Se rétracter d’un achat
withdraw-lead = Deux étapes, sans compte. Un e-mail avec la date et l’heure vous confirme que nous avons reçu votre déclaration.
withdraw-number = Numéro de commande
withdraw-number-hint = Il figure sur la page de votre commande et dans son e-mail, par exemple E-7K3M9-Q2XW4.
withdraw-number-missing = Saisissez le numéro de commande
withdraw-email = Adresse e-mail
withdraw-email-hint = Celle que vous avez donnée en commandant ; la confirmation y est envoyée.
withdraw-name = Votre nom (facultatif)
withdraw-unknown = Aucune commande ne porte ce numéro avec cette adresse e-mail. Vérifiez les deux dans l’e-mail de votre eSIM.
withdraw-continue = Continuer
withdraw-right = Quand vous pouvez vous rétracter, et la suite
withdraw-check = Vérifiez votre déclaration
withdraw-declare = Je me rétracte de mon achat.
withdraw-detail-ordered = Commandée
withdraw-detail-name = Nom
withdraw-delivered = Cette commande a été livrée
withdraw-delivered-text = Avant de payer, vous avez demandé la livraison immédiate et accepté que votre droit de rétractation prenne fin avec elle. Vous pouvez tout de même déclarer votre rétractation : l’un de nous la lit et vous répond. Si l’eSIM ne fonctionne pas comme le dit son étiquette, écrivez-le-nous ; c’est une autre question, il n’est pas besoin de se rétracter.
withdraw-then = L’un de nous lit votre déclaration et répond par e-mail. L’argent qui vous est dû revient sous 14 jours, par le moyen de votre paiement.
withdraw-confirm = Confirmer la rétractation
withdraw-received = Nous avons votre déclaration
withdraw-received-text = Un e-mail avec la date et l’heure part vers l’adresse de la commande. Gardez-le comme preuve. L’un de nous vous répond.
order-withdraw = Se rétracter de cet achat
