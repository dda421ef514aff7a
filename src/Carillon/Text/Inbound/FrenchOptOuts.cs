namespace Carillon.Text.Inbound;

/// <summary>The French phrases by which people ask to get no more, in the writing of <see cref="PhraseBook"/>; small letters, no accents.</summary>
internal static class FrenchOptOuts
{
    /// <summary>They stand for no keyword.</summary>
    public static readonly IReadOnlyList<(string Language, string? Keyword, string Phrases)> All =
    [
        ("fr", null, """
            ne m/nous envoyez/envoie/envoyer/ecrivez/ecris/appelez/contactez/importunez/derangez plus/rien/jamais/pas -avant/demain/aujourd/ce/maintenant
            ne me/nous contactez/contacte/contacter/recontactez/recontacter/textez/texte/texter/ecrivez/derangez/rappelez/appelez/messagez plus/jamais/pas -avant/demain/aujourd/ce/maintenant
            n envoyez/envoie plus -de
            n envoyez/envoie plus de messages/message/sms/textos/texto/pub/publicite/courriels
            n ecrivez plus
            ne plus @rien*4 recevoir/contacter/envoyer/texter/ecrire/appeler/deranger/importuner
            ne/n veux/souhaite/desire/voudrais/aimerais plus $
            ne/n veux/souhaite/desire/voudrais/aimerais plus recevoir/vos/ces/rien/etre/entendre/me
            ne/n veux/souhaite/desire pas recevoir/vos/ces
            ne/n veux/souhaite/desire pas/plus de vos/ces? messages/message/sms/textos/texto/textes/publicite/publicites/pub/pubs/courriels/notifications
            ne/n veux/souhaite/desire pas/plus etre contacte/contactee/contactes/derange/derangee
            veux plus recevoir/vos/etre
            veux plus de vos/ces
            ne/n veux/souhaite/desire recevoir plus/aucun/aucune
            comment on/je/puis/peut/peux/faire/puis*2 pour? arrete/arreter/stoppe/stopper/bloquer/quitter/annuler ca/cela/vos/ces/les/l/d/de
            comment on/je/puis/peut/peux/faire/puis*2 pour? arrete/arreter $
            veuillez/merci/prie de/d? arreter/cesser/retirer/desinscrire $
            veuillez/merci/prie de? me? arreter/cesser/retirer/desinscrire/supprimer/enlever
            de ne plus
            !envoyez/envoie/envoyer/moi/recevoir/avoir/voudrais/aimerais/voulons/voulez/nous plus de messages/message/sms/textos/texto/textes/publicite/publicites/pub/pubs/courriels/notifications
            plus aucun message/sms/texto/courriel
            plus jamais de messages/message/sms/textos/texto
            ^ aucun message/sms/texto -recu/de/sur
            ^ pas de messages/message/sms/textos/texto/publicite/pub/pubs/courriels svp/merci/s*1 $
            ^ pas de messages/message/sms/textos/texto/publicite/pub/pubs s il vous plait
            stop/fini/assez aux/les/vos/ces/les/de*2 messages/message/sms/textos/pub/pubs/promotions/publicites/courriels/envois
            !j/je/n/ne/on/il/elle/s/faut/dois/doit/devrais/peut arretez/arrete/cessez/cesse/arreter/cesser/stoppez de/d -fumer/manger/boire/travailler/pleuvoir/saigner/prendre/rire
            !j/je/n/ne/on/il/elle/s/faut/dois arretez/arrete/cessez/cesse/arreter/cesser avec
            ne? pas me/m contacter/envoyer/texter/ecrire/deranger/appeler/importuner -avant/lundi/le/ce
            refuse de recevoir
            !j/je/n/ne/on/il/elle/s arretez/arrete/cessez/cesse/arreter/cesser/stoppez tous/toutes/votre/les/vos/tes/ces/ca/tout/le/l
            desabonnez/desabonner/desabonne/desinscrire/desinscrivez/desinscris/desabonnement/desinscription
            retirez/enlevez/supprimez/retire/enleve/supprime/effacez/radiez/otez/ote moi/nous/mon/ce
            me retirer/enlever/supprimer/radier de
            supprimer/effacer/retirer/enlever mon/ce numero/telephone/cellulaire/nom
            revoque/revoquer/retire/retirer mon/tout consentement/autorisation/accord
            laissez/laisse moi/nous tranquille/tranquilles
            ne/n veux/souhaite/desire rien recevoir
            ne/n en veux plus $
            veux que ca/cela/vous arrete/arretiez/cesse/cessiez
            ^ je? veux arreter/cesser $
            ^ arret des/de/d/aux/les*2 messages/message/sms/textos/texto/envois
            ^ arret/arretez/arreter messages/message/sms/textos/tout
            c est/en assez $
            ^ assez $
            sortir de la/cette/votre/ta/vos liste/listes
            laissez/laisse moi/nous en paix
            demande d/de arreter/cesser/retirer/ne
            demande de me retirer/enlever/desabonner/supprimer
            ne/n veux/souhaite/desire aucun/aucune message/texto/sms/publicite/courriel
            plus de rappels/promotions/promos svp/merci/stp
            ne m/me/nous achalez/demandez/sollicitez/harcelez/ennuyez plus
            n appelez/textez/contactez/rappelez plus
            veux plus vous entendre/lire/voir
            ai pas consenti/accepte
            accepte pas/plus vos/de/ces messages/textos/sms/courriels
            enlever/retirer/supprimer moi
            etre retire/retiree/retires/enleve/enlevee/supprime/supprimee/desabonne/desabonnee
            ^ plus rien svp/merci/stp
            veux rien savoir
            veux/souhaite pas/plus rien? recevoir
            veux/souhaite pas/plus de vos/ces*1 messages/message/sms/textos/texto/textes/publicite/publicites/pub/pubs/courriels/notifications
            jamais/pas demande a? recevoir/ces/ca
            arretez donc
            ^ stop envoyer/envoi/envois/d
            ^ ca suffit $
            ^ ca suffit les/vos/avec
            ^ stoppez $
            rayez/lachez moi/mon
            supprimez/effacez/retirez mes coordonnees/informations/donnees/infos
            annuler/annulez/annule/resilier/resiliez/resilie mon/l/cet? abonnement/inscription
            ^ resilier/resiliez $
            textez/ecrivez plus @rien*2 ce/a/au/mon*2 numero
            ^ me contactez/textez/ecrivez/appelez plus
            ^ degagez/degage $
            avez pas/plus mon consentement/accord/autorisation
            ai pas/jamais donne mon/de consentement/accord/autorisation
            foutez/fichez/fous moi la paix
            """),
    ];
}
