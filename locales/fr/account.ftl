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
