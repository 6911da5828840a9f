# Les mots de toutes les pages : mise en page, bandeau, erreurs.
# Les mêmes clés et variables que le fichier anglais ; apostrophe courbe (’), guillemets « ».
# Devant ; : ! ? % € et dans « », une espace ordinaire suffit : src/text.rs la rend insécable.

layout-skip = Aller au contenu
demo-label = Démonstration.
demo-text = Ici, rien n’est débité et aucune eSIM n’est réelle.

nav-main = Principale
nav-home = Accueil
nav-destinations = Destinations
nav-help = Aide
nav-breadcrumbs = Vous êtes ici

footer-claim = Des données pour voyager, vendues clairement.
footer-help = Aide
footer-install = Installer votre eSIM
footer-device = Mon téléphone accepte-t-il l’eSIM ?
footer-find-order = J’ai perdu mon lien
footer-withdraw = Se rétracter d’un achat
footer-legal = Mentions
footer-terms = Conditions de vente
footer-privacy = Vie privée
footer-imprint = Qui sommes-nous ?

staff-label = Équipe
staff-orders = Commandes
staff-tasks = Tâches
staff-sign-out = Se déconnecter

form-error-title = Erreur : { $title }
form-error-summary = Il y a un problème

error-not-found = Cette page n’existe pas
error-not-found-text = L’adresse est peut-être mal saisie, ou la page a disparu. Si vous avez suivi le lien d’une eSIM, rouvrez-le depuis l’e-mail : il doit être complet.
error-refused = La demande a été refusée
error-refused-text = Ce que vous avez envoyé ne venait pas d’une de nos pages, nous n’en avons donc rien fait. Ouvrez la page ici et recommencez.
error-too-much = C’était trop à la fois
error-too-much-text = Votre envoi dépasse tout ce que nos pages demandent. Rien n’a été modifié.
error-too-many = Trop d’essais
error-too-many-text = Votre connexion a envoyé beaucoup de demandes en peu de temps. Rien n’est perdu : patientez une minute, puis réessayez.
error-unavailable = Nos registres sont momentanément inaccessibles
error-unavailable-text = Rien n’est perdu. Si vous venez de payer, votre commande se poursuit d’elle-même et vous recevrez un e-mail. Réessayez dans une minute.
error-broken = Quelque chose s’est cassé chez nous
error-broken-text = C’est notre faute, et c’est noté. Si vous venez de payer, votre commande se poursuit d’elle-même : rechargez cette page dans une minute, ou consultez vos e-mails.
error-malformed = Nous n’avons pas compris
error-malformed-text = L’adresse ou le formulaire était incomplet. Revenez en arrière et réessayez.
error-quote = Si vous nous écrivez, indiquez { $id }.
error-home = Page d’accueil
