# Après le paiement : l’attente, l’eSIM et son installation, la consommation, les pièces d’identité.
# Les mêmes clés et variables que le fichier anglais ; apostrophe courbe (’), guillemets « ».
# Devant ; : ! ? % € et dans « », une espace ordinaire suffit : src/text.rs la rend insécable.
