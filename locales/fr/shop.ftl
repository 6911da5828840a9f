# Accueil, destinations, forfaits, recherche.
# Les mêmes clés et variables que le fichier anglais ; apostrophe courbe (’), guillemets « ».
# Devant ; : ! ? % € et dans « », une espace ordinaire suffit : src/text.rs la rend insécable.

search-label = Où allez-vous ?
search-placeholder = Pays ou ville
search-button = Chercher
search-title = Recherche : « { $asked } »
search-results = Résultats
search-via = pour { $place }
search-nothing = Rien trouvé pour « { $asked } »
search-nothing-text = Essayez un pays, une ville ou les deux lettres d’un pays, ou parcourez la liste.

all-destinations = Toutes les destinations

home-title = eSIM pour { $count ->
    [one] { $count } destination
   *[other] { $count } destinations
 }
home-description = Des données mobiles en eSIM pour { $count ->
    [one] { $count } destination
   *[other] { $count } destinations
 } : payez, scannez un code, vous êtes en ligne. Sans compte.
home-hero = Atterrir, allumer,
home-hero-end = être en ligne.
home-lead = Des données en voyage sur une eSIM : dites où vous allez, payez, scannez un code. Ni file au guichet, ni facture d’itinérance.
home-promise-fast = À vous en quelques secondes
home-promise-no-account = Sans compte, juste un e-mail
home-promise-own-number = Votre numéro reste joignable
home-popular = Destinations populaires
home-all-destinations = { $count ->
    [one] La seule destination
   *[other] Les { $count } destinations
 }
home-how = Comment ça marche
home-how-choose = Choisissez un forfait
home-how-choose-text = Chaque forfait porte la même étiquette : données, jours, réseaux, papiers. Vous savez ce que vous aurez avant de payer.
home-how-pay = Payez et scannez
home-how-pay-text = Le code s’affiche quelques secondes plus tard, et arrive par e-mail. Installez-le chez vous, en Wi-Fi.
home-how-go = Atterrissez, c’est parti
home-how-go-text = Activez l’eSIM à l’arrivée. Une page montre ce qu’il reste, et jusqu’à quand.
home-pledge = Personne ne paie une eSIM qu’il ne reçoit pas
home-pledge-figure = { $minutes } min
home-pledge-figure-note = ou remboursé
home-pledge-text = Si nous ne pouvons pas livrer dans les { $minutes } minutes après votre paiement, l’argent vous revient de lui-même. Vous n’avez rien à demander, et la page vous le dit.
home-regions = Régions

pass-anywhere = De partout
pass-price = Prix

tile-from = dès { $price }
tile-no-plan = pas encore de forfait
tile-countries = { $count ->
    [one] { $count } pays
   *[other] { $count } pays
 }

destinations-title = Destinations
destinations-lead = { $count ->
    [0] Rien n’est en vente pour le moment.
    [one] Un pays où votre téléphone peut être en ligne.
   *[other] { $count } pays où votre téléphone peut être en ligne.
 }
destinations-description = Forfaits de données eSIM pour { $count ->
    [one] { $count } pays
   *[other] { $count } pays
 }, avec le prix de chacun.
destinations-world = À travers le monde
destinations-none = Rien n’est en vente
destinations-none-text = Le catalogue est en cours de renouvellement. Revenez dans quelques minutes.

destination-title = eSIM { $country }
destination-lead = { $count ->
    [one] Un forfait, à { $price }.
   *[other] { $count } forfaits, dès { $price }.
 }
destination-lead-none = Aucun forfait pour le moment.
destination-description = Forfaits de données eSIM, { $country } : données, jours, réseaux et prix au gigaoctet côte à côte.
destination-plans = Forfaits
destination-shown = { $count ->
    [one] Un forfait
   *[other] { $count } forfaits
 }
destination-nothing-fits = Aucun forfait n’est aussi grand ou aussi long
destination-nothing-fits-text = Demandez moins de données ou moins de jours : vous pouvez aussi acheter deux forfaits à la suite.
destination-show-all = Montrer tous les forfaits
destination-not-sold = Nous n’avons pas encore de forfait ici
destination-not-sold-text = Aucune eSIM à notre catalogue aujourd’hui pour cette destination ({ $country }). Ses voisins en ont peut-être une.
destination-see-region = Forfaits : { $region }

filter-data = Données
filter-days = Durée
filter-sort = En premier
filter-any-data = Toutes
filter-any-days = Toutes
filter-at-least = { $amount } ou plus
filter-sort-price = Prix le plus bas
filter-sort-per-gigabyte = Prix au Go le plus bas
filter-sort-data = Le plus de données
filter-sort-days = La plus longue durée
filter-show = Afficher

region-title = eSIM { $region }
region-lead = { $plans ->
    [0] { $countries ->
        [one] Un pays.
       *[other] { $countries } pays, chacun avec ses forfaits.
     }
    [one] { $countries ->
        [one] Un pays, un forfait sans frontières.
       *[other] { $countries } pays, un forfait sans frontières.
     }
   *[other] { $countries ->
        [one] Un pays, { $plans } forfaits sans frontières.
       *[other] { $countries } pays, { $plans } forfaits sans frontières.
     }
 }
region-description = Forfaits de données eSIM, { $region } : un seul pour plusieurs pays, ou un par pays.
region-plans = Un forfait, plusieurs pays
region-countries = Pays par pays
region-none = Nous n’avons pas encore de forfait ici
region-none-text = Aucune eSIM à notre catalogue aujourd’hui pour cette région.

plan-data-none = Sans données
plan-data-unlimited = Données illimitées
plan-daily-cap = À pleine vitesse jusqu’à { $amount } par jour, plus lent ensuite.
plan-fair-use = Le réseau peut ralentir après un usage intensif.
plan-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
 }
plan-months = { $count ->
    [one] { $count } mois
   *[other] { $count } mois
 }
plan-years = { $count ->
    [one] { $count } an
   *[other] { $count } ans
 }
plan-no-end = Sans date de fin
plan-minutes = { $count ->
    [one] { $count } minute d’appel
   *[other] { $count } minutes d’appel
 }
plan-texts = { $count ->
    [one] { $count } SMS
   *[other] { $count } SMS
 }
plan-minutes-and-texts = { $minutes }, { $texts }
plan-coverage-described = Voir la description
plan-coverage-countries = { $count ->
    [one] { $count } pays
   *[other] { $count } pays
 }
plan-badge-top-up = Rechargeable
plan-badge-papers = Pièce d’identité
plan-see = Voir le forfait
price-per-gigabyte = { $price } / Go

label-title = L’étiquette
label-data = Données
label-validity = Durée
label-starts = Début
label-starts-text = À la première utilisation de l’eSIM sur un réseau couvert, sauf si l’opérateur écrit autre chose
label-coverage = Fonctionne en
label-network = Réseau
label-calls = Appels et SMS
label-calls-none = Aucun : données seules
label-hotspot = Partage de connexion
label-hotspot-yes = Permis
label-hotspot-no = Interdit
label-top-up = Recharge
label-top-up-yes = Plus de données sur la même eSIM
label-top-up-no = Impossible : achetez une autre eSIM
label-not-stated = Non précisé par l’opérateur
label-papers = Pièce d’identité
label-papers-none = Pas demandée
label-papers-needed = À enregistrer sous { $days ->
    [one] { $days } jour
   *[other] { $days } jours
 } après l’achat
label-papers-else = Sinon l’opérateur coupe la ligne. Le lien arrive avec votre eSIM.

plan-title = { $data } · { $where }
plan-description = { $name }, { $price }. Tout est sur une étiquette.
plan-own-words = Dans les mots de l’opérateur
plan-device = Avant d’acheter
plan-device-text = Votre téléphone doit accepter l’eSIM et ne pas être bloqué sur un opérateur. Composez *#06# : si un EID apparaît, il l’accepte.
plan-device-link = Vérifier mon téléphone
plan-next = Et ensuite ?
plan-next-pay = Vous payez
plan-next-pay-text = Vous donnez une adresse e-mail et payez par carte sur la page de notre prestataire de paiement.
plan-next-install = Vous installez
plan-next-install-text = Le code s’affiche aussitôt : scannez-le, ou touchez le lien sur le téléphone même. Il faut une fois du Wi-Fi.
plan-next-arrive = Vous arrivez
plan-next-arrive-text = Activez l’eSIM et son itinérance des données. Votre page montre ce qu’il reste.
plan-buy-label = Prix
plan-buy = Acheter cette eSIM
plan-buy-fast = Livrée quelques secondes après le paiement
plan-buy-pledge = Pas livrée en { $minutes } minutes : remboursée d’elle-même
plan-buy-no-account = Sans compte
pause-title = Ce forfait fait une courte pause
pause-lead = Nous ne pouvons pas livrer { $name } aussitôt pour l’instant : il n’est donc pas vendu en ce moment. Il revient de lui-même, repassez dans quelques minutes.
gone-title = Ce forfait n’est plus vendu
gone-lead = { $name } a quitté notre catalogue, ou est épuisé.
gone-others = Ceux-ci fonctionnent au même endroit

plan-few-left = { $count ->
    [one] Plus qu’une seule
   *[other] Plus que { $count }
 }
