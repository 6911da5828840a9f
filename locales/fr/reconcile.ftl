# Le rapprochement : les registres de la boutique comparés à ceux de Stripe et des fournisseurs.
# Les mêmes clés et valeurs que dans le fichier anglais ; apostrophes courbes (’) et guillemets (« »).

reconcile-title = Rapprochement
reconcile-lead = Les registres de la boutique, comparés à ceux de Stripe, à ceux des fournisseurs et entre eux. Ce qui se répare seul est réparé ; le reste figure ici.
reconcile-held-back = Cette boutique fonctionne sur une sauvegarde restaurée
reconcile-held-back-text = Depuis le { $time }, rien n’est commandé aux fournisseurs, libéré ni remboursé, et rien ne peut être acheté. Lancez « escale reconcile --full » : quand tout aura été lu, la boutique reprendra d’elle-même.

## Ce qui subsiste
reconcile-standing = Écarts qui subsistent
reconcile-none = Les registres et le monde concordent
reconcile-none-text = Rien de ce qui a été comparé ne diffère. Le tableau ci-dessous dit quand chaque comparaison a été faite.
reconcile-seen = Vu d’abord le { $first }, en dernier le { $last }
reconcile-settle-note = Pourquoi cela peut rester ainsi (conservé avec l’écart)
reconcile-settle = Réglé
reconcile-event-settled = Écart réglé
reconcile-figure = { $count ->
    [one] écart entre les registres et le monde
   *[other] écarts entre les registres et le monde
}

## Les comparaisons
reconcile-passes = Dernières comparaisons
reconcile-pass = Comparaison
reconcile-pass-jobs = Commandes en cours et leurs tâches
reconcile-pass-events = Événements de Stripe
reconcile-pass-payments = Paiements chez Stripe
reconcile-pass-supplier = Ventes chez { $supplier }
reconcile-pass-refunds = Remboursements chez Stripe
reconcile-pass-disputes = Litiges chez Stripe
reconcile-pass-ledger = Le grand livre et les états enregistrés
reconcile-made-at = Faite
reconcile-complete = Lue en entier
reconcile-running = En cours
reconcile-unreadable = N’a pas pu tout lire
reconcile-never = Aucune comparaison n’a encore été faite.
reconcile-compared = Comparés
reconcile-others = D’autres programmes
reconcile-healed = Réparés
reconcile-open = Subsistent

## Les écarts, chacun avec sa prochaine étape sûre
reconcile-next-by-itself = Rien : la commande a été relancée. Si cela subsiste plus d’une heure, ouvrez la commande et regardez sa chronologie.
reconcile-job-missing = Une commande n’avait pas de tâche
reconcile-event-lost = Un événement n’est jamais arrivé
reconcile-payment-behind = Stripe a une étape d’avance
reconcile-payment-mismatch = Le paiement et la commande diffèrent
reconcile-next-payment-mismatch = Comparez montant, devise et mode dans le tableau de bord de Stripe avec la commande avant de livrer ou de rendre quoi que ce soit.
reconcile-payment-unknown = Un paiement sans commande
reconcile-next-payment-unknown = Retrouvez le paiement dans le tableau de bord de Stripe par les identifiants ci-dessus et rendez-y l’argent : annulez ce qui est réservé, remboursez ce qui a été pris. Une commande n’est jamais reconstituée au jugé.
reconcile-payment-absent = Stripe ne connaît pas une de nos sessions
reconcile-next-payment-absent = Vérifiez avec « escale check » que la clé ouvre le compte où la commande a été payée. Ne livrez rien sur ce paiement.
reconcile-payment-doubled = Deux paiements pour une commande
reconcile-next-payment-doubled = Gardez le paiement que la commande indique et rendez l’autre dans le tableau de bord de Stripe.
reconcile-money-differs = L’argent n’est pas là où disent nos registres
reconcile-next-money-differs = Regardez le paiement dans le tableau de bord de Stripe. Si rien n’a été livré, libérez-le ou remboursez-le là-bas ; ne débitez jamais à nouveau.
reconcile-sale-behind = Le fournisseur a une étape d’avance
reconcile-sale-too-late = Vendue après notre abandon
reconcile-next-sale-too-late = L’acheteur a récupéré son argent. Demandez au fournisseur d’annuler la vente ; s’il refuse, réglez ceci comme une perte.
reconcile-sale-orphan = Une vente absente de nos registres
reconcile-next-sale-orphan = Regardez la commande dans le portail du fournisseur. Comparez son heure avec les paiements sans commande ; ne commandez pas à nouveau. Si personne ne l’a payée, demandez au fournisseur de l’annuler.
reconcile-sale-doubled = Vendue deux fois pour une tentative
reconcile-next-sale-doubled = Demandez au fournisseur d’annuler la vente que la commande ne montre pas. Ne commandez pas à nouveau.
reconcile-sale-absent = Livrée, mais absente des livres du fournisseur
reconcile-next-sale-absent = Cherchez la commande dans le portail du fournisseur par notre référence. L’eSIM de l’acheteur est livrée ; rien ne lui est dû.
reconcile-sale-differs = Le fournisseur nomme la vente autrement
reconcile-next-sale-differs = Comparez la référence de la commande avec le portail du fournisseur avant d’y réclamer ou d’y annuler quoi que ce soit.
reconcile-refund-elsewhere = Remboursé hors de la boutique
reconcile-next-refund-elsewhere = Quelqu’un a remboursé ceci dans le tableau de bord de Stripe. Ne remboursez pas à nouveau ; notez sur la commande qui l’a fait et pourquoi.
reconcile-refund-differs = Un remboursement diffère
reconcile-next-refund-differs = Ouvrez le paiement dans le tableau de bord de Stripe. Si l’acheteur n’a pas reçu l’argent, convenez avec lui d’un autre moyen ; ne remboursez jamais deux fois.
reconcile-dispute-unseen = Un litige que la commande ignorait
reconcile-next-dispute-unseen = Corrigé tout seul : un litige en cours gèle la commande, un litige gagné la libère. Répondez à un litige ouvert dans le tableau de bord de Stripe ; ne remboursez rien en attendant.
reconcile-ledger-unbalanced = Une écriture du grand livre n’est pas équilibrée
reconcile-ledger-differs = Le grand livre et les lignes ne disent pas la même chose
reconcile-state-differs = L’état enregistré d’une commande n’est pas le sien
reconcile-next-ledger = Quelqu’un ou quelque chose a écrit dans la base sans passer par la boutique. Trouvez qui ; n’y corrigez rien à la main avant d’avoir compris la chronologie de la commande.
