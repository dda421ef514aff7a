namespace Carillon.Text.Inbound;

/// <summary>The phrases by which people ask to get no more, in the writing of <see cref="PhraseBook"/>; small letters, no accents.</summary>
internal static class OptOutPhrases
{
    /// <summary>All of them.</summary>
    public static readonly PhraseBook All = new(
        InboundPhrases.Sets,
        ("en", "UNSUBSCRIBE", """
            unsubscribe/unsub/unenroll/unregister/unsubscribed/deregister/disenroll
            """),
        ("en", "OPTOUT", """
            optout
            opt me/us/this/my/our @number*2 out
            """),
        ("en", "STOP", """
            !i/ill/we/well/he/she/they/id/never/to/lets/bus stop/quit/cease/halt/discontinue @gap*5 @comm
            !need/have/had/want/going/like/try/trying to stop/quit @gap*5 @doing
            you/u/please/them/want/like/wish/tell/need to stop/quit/cease @gap*5 @comm
            stop/quit/cease @gap*4 @doing @who
            want/like/wish/need/how to stop getting/receiving/recieving
            stop getting/receiving/recieving these/this/them/those/any/anything/your
            how do/can/to/would/should i? stop/end/quit/cancel these/this/them/it/those $
            how do/can/to i? stop $
            how do/can/to i? get off/out
            how do/can i? make/get these/this/it/them to? stop
            text/reply/send to stop $
            text/texts/message/messages/these/this/calls/alerts/spam need/needs/have/has/must/better/should/gotta to? stop/end/cease
            stop/end/cut this/the/with/all/your*2 nonsense/crap/bs/shit/bullshit/madness/harassment
            kindly/god/sake stop $
            appreciate it? if? you? stopped/stop/stopping/not @gap*3 @doing
            appreciate it? if? you? stopped/stop/stopping $
            refrain/desist from @gap*2 @doing
            had/have enough of? @gap*4 @comm
            stop @gap*3 @noun
            stop any and all @gap*4 @comm
            ^ please? stop this instant/minute/second/moment $
            stop getting/using/selling my/our number/phone/info/name
            stop reaching out
            stop auto/bulk/robo text/texts/texting/messages
            ^ please? stop i/im/ive am/m*1 not/at/busy/driving/working/already/told
            ^ please? stop this/it is/isnt my/a/an/not/the/spam/harassment/annoying/illegal
            ^ please? stop who/whos is? this/it/that/are*1 you/this*1 $
            ^ please? stop je/ne/no me*1 suis/veux/interesa/sont
            ^ please? stop effective/forever/permanently/immediately
            ^ please? stop for good/ever $
            ^ please? stop at once
            ^ stop svp/merci
            ^ please? stop as of now/today
            ^ please? stop today $
            ^ please? stop now or/before
            ^ stop #n $
            text/reply/send stop to end/quit/cancel/opt
            get/got/receive/received/see my stop $
            sent/texted/replied stop already/before/twice
            part of stop
            stopping these/your/the/all/those @adj*3 @noun
            stop all this/of/everything/contact/communication/messages/texts
            stop everything/contacting/soliciting $
            you/please/just/must/said/say/text/texted/texting/reply/replied/replying/sent/send/type/typed/wrote/hit/pressed stop please? $
            told/asked/ask/asking/telling/want/need/beg/begging/warned/like you/u/yall/guys to please? stop/quit
            you guys/people/all/folks? need/have/better/must/should/gotta/ought to/2? please? stop/quit now/please/already*2 $
            can/could/would/will/wont/cant/why you guys? please? just? stop/quit it/this/now/please/already? $
            why wont/cant/dont you/this/it/these/they please? just? stop/quit it/this/now? $
            make it/this/them/these stop $
            make these/the/your/all*2 @noun stop
            ^ please? stop/quit or/before
            ^ please? stop this/that/these/those/them/it please/now/already/immediately/asap/thanks*2 $
            ^ please? stop please? thank/thanks/thx/ty
            last/final time/warning stop
            my stop request/requests/message/messages/command
            ^ please? stop/unsubscribe/remove/optout #n #n*3 $
            told/asked/warned to stop $
            choose/chose/elect/prefer to stop $
            stop/quit/end these/those/your _*2 @noun
            please stop it/this/that/now/already/immediately/asap*2 $
            please stop these/those/them $
            i/ive already/have/just*2 text/texted/said/replied/sent/typed/written/wrote/messaged/answered stop
            keep/kept/keeps saying/texting/replying/sending/typing/writing/answering stop
            like/want/need/wish @adj*4 @noun to? stop/end/cease
            stop this/it please/now/already/immediately*2 $
            !i/ill/we/they/he/she want/like/wish to? it/this/them/these? to? stop now/please/already/immediately*2 $
            i want/wish/like/need to? this/it/these/them to? stop now/please/already/immediately*2 $
            i want/wish/like to stop $
            id like/want to/this? stop $
            would like to/this stop $
            stop/quit wasting my/our/everyones
            stop/quit blowing up? my/me
            stop/quit hitting me/us
            stop selling me/us/my
            stop trying to @soft*2 sell/contact/reach/call/text/message/get
            """),
        ("en", "CANCEL", """
            end/cancel/terminate/disable/deactivate/suspend/kill all? @adj*4 text/texts/message/messages/sms/alert/alerts/notification/notifications/subscription/subscriptions/newsletter/promos/promotions/communications
            end/cancel/terminate/deactivate/disable/stop/suspend my @adj*2 text/texts/message/messages/sms/alerts/notifications/subscription/subscriptions/newsletter/texting
            turn/shut/switch off @adj*4 @noun
            ^ please? end/cancel/terminate this/your text/texting/messaging/sms? service $
            end/cancel/terminate @adj*3 texting/messaging $
            cancel membership/account? texts/messages/alerts
            ^ please? cancel my/this number $
            cancel me from/off
            ^ please? turn/switch off $
            how do/can/to i? turn/shut/switch/block these/this/it/them @noun*1 off? $
            turn/shut/switch these/this/those/the/your/all/my @adj*3 @noun? off
            """),
        ("en", null, """
            no more @adj*3 @comm
            no more please $
            no more of? this/these/those/that/it please/thanks*1 $
            rather/prefer not to? @wish*6 text/texts/message/messages/texted/messaged/contacted/called
            longer interested in? @wish*3 receiving/getting/these/this/your/texts/messages
            ^ thats? enough texts/messages
            let @who off/out of? this/your/the/here
            ^ please? rm me
            remove/delete both/all/these/those/any*2 numbers
            ^ off @list $
            remove/delete/erase/take him/her/them/my*1 wife/husband/mother/mom/father/dad/son/daughter*1 from/off your/the/this/of*2 @adj*2 @list
            remove/delete his/her/their/our @number
            remove my contact/contacts
            deleted me from
            ^ i? hereby? revoke $
            ^ revoked $
            permission/consent/authorization is/was*1 revoked/withdrawn/denied/rescinded
            no permission/consent/authorization to/given
            never authorized/authorised/approved this/these/it/you
            ^ dnd please? $
            no call/contact/text list
            ^ please? do? dont send please? $
            dont hit me up
            dont reach out again
            never @soft*2 @act or/and/nor @act @after
            ^ never again $
            ^ please? forget me $
            lose/loose/trash/toss my/this/the contact/number/info
            throw away/out? my/this number
            ^ please? just? go away spammer/spammers/scammer/scammers/creep/idiot/idiots
            ^ beat it $
            ^ take a hike $
            ^ gtfo
            ^ please? no more $
            no further @adj*2 @comm
            dont @soft*3 send/sending @who? @adj*3 @noun
            ^ enough @adj*2 @noun $
            ^ please? no text/texts/messages/texting/contact/calls/spam/marketing/ads/solicitation/solicitations/soliciting please/anymore/ever/at/all/thanks/thank/you/or/calls/messages/emails*4 $
            please no texts/messages/contact/calls/texting/spam
            !i/we/they/he/she/people/why/you/if/on dont @soft*3 @act @after
            !i/we/they/he/she/people/why/you/if/on dont @soft*3 @act $
            !i/we/they/he/she/people/why/you/if/on dont @soft*3 send/sending @who? @adj*3 these/this/any/anymore/more/texts/messages/spam/again/anything/sms/stuff/ads/promos/offers
            !i/we/they/he/she/people/why/you/if/on dont @soft*3 send/sending @who $
            !i/we/they/he/she/you never/not @soft*3 text/message/contact/call/email/spam/bother/texting/contacting @who/this/again/anymore
            never ever? send/write @who
            dont @soft*3 write/talk/speak/reach/respond/reply to/out*2 @who again/anymore
            dont @soft*3 write/reach out? to @who $
            dont @soft*3 @act or/and/nor @act @after
            dont @soft*3 @act or/and/nor @act $
            never @soft*2 want/wanna/wish/wanted to? hear/hearing from/of
            never @soft*2 want/wanna/wish to? receive/get/see @adj*3 @noun
            you dont need/have to text/message/contact/call/send @who again/anymore/more/these/texts/messages
            no need to text/message/contact/call @who again/anymore
            dont/not/longer/didnt/never want/need/wish/like/care/wanna/desire/interested @wish*6 text/texts/message/messages/texting/messaging/emails/spam/notifications/alerts/ads/sms/promos/promotions/marketing/solicitations/communication/communications/subscription/texted/messaged/contacted/called/emailed/spammed/bothered/harassed
            dont/not/longer want/wish/need/wanna to? hear/hearing from/of
            dont/not/longer want/wish/need/wanna to? get/receive/be/getting/receiving anything/any/these/more/contacted $
            dont/longer want/wish/need/wanna to? get/receive/getting/receiving these/this/them/those/anything
            dont/longer want/wish/need/wanna any/of/all*2 this/these/those/them anymore
            dont/longer want to? be on @list/your/this/the/any
            dont/longer want @who/you texting/contacting/messaging/calling
            want/like/wish no more
            i want out/off $
            get off my phone
            get @who off of? here/there/it/this $
            get @who off $
            done with these/your/the/all*2 @noun
            send/sending no more
            remove/take off? @list $
            id like out $
            get me out of this/your/the
            remove/delete/erase/scrub/drop/purge/unlist/strike please? @who $
            remove/delete/erase/scrub/drop/purge/unlist/strike please? @who from/off/please/immediately/now/asap/and/or/today/thanks/thank/already
            remove/delete/erase/scrub/purge my/this/our/the @adj*2 @number
            remove/delete my @number
            remove number/phone/from/off $
            remove from @adj*3 @list
            remove myself from
            be/been/get removed/deleted/taken from/off
            be/been/get removed/deleted $
            want/need/have/like/get/gets my/our/this @number removed/deleted/off
            want/need/have/like/get my/our/this @number off/out of? your/this/the/that/all/any
            exclude/drop @who from your/this/the/any/all/future*3 @noun/@list
            removed please $
            please remove $
            remove/delete/stop #n*4 from/off
            remove/delete #n #n*4 $
            please remove/delete/stop #n
            removed from @adj*4 @list
            take @who/them off $
            take @who/this/my/our @number*2 off/out
            take off my/this/our @number
            get/drop/cross/strike/keep/leave @who off of? your/this/the/that/all/any $
            get/drop/cross/strike/keep/leave @who off of? your/this/the/that/all/any @adj*3 @list
            !me/us/them off of? your/this/the/that/all/any @adj*3 contact/mailing/call/calling/texting/email? @list
            revoke/revoking/withdraw/withdrawing/rescind/retract/cancel/remove/revoked my/all/any/prior/your/the*4 consent/permission/authorization/authorisation
            dont consent
            take/takes/taking/took back my? consent/permission
            didnt/never/havent agree/agreed/ask/asked/approve/approved to be? @wish*6 text/texts/message/messages/texting/messaging/texted/messaged/contacted/marketing/promotions
            didnt consent/authorize
            havent consented/authorized
            dont @soft*2 use this number/phone
            ^ no consent $
            consent is? revoked/withdrawn
            my consent is/has/was been? revoked/withdrawn
            dont/not/never/didnt give/gave/given you? my/any*2 permission/consent/authorization
            not to @act @who
            on the/your/a/national/federal*3 dont call
            never consented/agreed/gave consent/to/permission/my*2
            no longer consent/authorize/agree/permit
            longer have my consent/permission
            dont have my? consent/permission/authorization
            not authorized/allowed/permitted to text/contact/message/call
            dont call/text/contact/disturb/mail/email/solicit list/registry/register
            dnc
            leave @who the? hell/fuck/heck/f? alone/be
            leave my phone alone
            leave my/our/this _ alone
            get rid of my/this @number
            let @who alone/be $
            lose/forget/discard/trash my/this number
            ^ please? just? go away please/now/already/thanks/thank/you*2 $
            !to/wont/it/will/would/doesnt/dont/cant/never/didnt/not/can/lets/i/we/they/you/just/pain go away $
            please/and/just go away
            cease and/n desist
            fuck/eff/f/fk/fck/piss/bug/buzz/sod/bugger/screw/jog/shove off
            f ck/k/uck off
            get lost $
            ^ kick rocks $
            ^ scram $
            """),
        ("fr", null, """
            ne m envoyez/envoie/envoyer/ecrivez/ecris/appelez/contactez/importunez/derangez plus/rien/jamais/pas
            ne me contactez/contacte/contacter/textez/texte/texter/ecrivez/derangez/rappelez/appelez/messagez plus/jamais/pas
            n envoyez/envoie plus
            n ecrivez plus
            ne plus @rien*4 recevoir/contacter/envoyer/texter
            ne/n veux/souhaite/desire/voudrais/aimerais plus $
            ne/n veux/souhaite/desire/voudrais/aimerais plus recevoir/vos/ces/rien/etre/entendre/me
            ne/n veux/souhaite/desire pas recevoir/vos/ces
            ne/n veux/souhaite/desire pas/plus de vos/ces? messages/message/sms/textos/texto/textes/publicite/publicites/pub/pubs/courriels/notifications
            ne/n veux/souhaite/desire pas/plus etre contacte/contactee/contactes/derange/derangee
            veux plus recevoir/de/vos
            veuillez/merci/prie de/d? arreter/cesser/retirer/desinscrire $
            veuillez/merci/prie de? me? arreter/cesser/retirer/desinscrire/supprimer/enlever
            de ne plus
            plus de messages/message/sms/textos/texto/textes/publicite/publicites/pub/pubs/courriels/notifications
            plus aucun message/sms/texto/courriel
            plus jamais de messages/message/sms/textos/texto
            ^ aucun message/sms/texto
            ^ pas de messages/message/sms/textos/texto/publicite/pub/pubs/courriels svp/merci/s*1 $
            ^ pas de messages/message/sms/textos/texto/publicite/pub/pubs s il vous plait
            stop/fini/assez aux/les/vos/ces/les/de*2 messages/message/sms/textos/pub/pubs/promotions/publicites/courriels/envois
            !j/je/n/ne/on/il/elle/s arretez/arrete/cessez/cesse/arreter/cesser/stoppez de/d
            !j/je/n/ne/on/il/elle/s arretez/arrete/cessez/cesse/arreter/cesser/stoppez les/vos/tes/ces/ca/tout/le/l
            desabonnez/desabonner/desabonne/desinscrire/desinscrivez/desinscris/desabonnement/desinscription
            retirez/enlevez/supprimez/retire/enleve/supprime/effacez/radiez/otez/ote moi/mon/ce
            me retirer/enlever/supprimer/radier de
            supprimer/effacer/retirer/enlever mon/ce numero/telephone/cellulaire
            revoque/revoquer/retire/retirer mon/tout consentement/autorisation/accord
            laissez/laisse moi tranquille
            ne/n veux/souhaite/desire rien recevoir
            ne/n en veux plus $
            veux que ca/cela/vous arrete/arretiez/cesse/cessiez
            ^ je? veux arreter/cesser $
            ^ arret des/de/d/aux/les*2 messages/message/sms/textos/texto/envois
            ^ arret/arretez/arreter messages/message/sms/textos/tout
            c est/en assez $
            ^ assez $
            ^ ca suffit $
            ^ stoppez $
            rayez/lachez moi/mon
            supprimez/effacez/retirez mes coordonnees/informations
            annuler/annulez/annule/resilier/resiliez/resilie mon/l/cet? abonnement/inscription
            ^ resilier/resiliez $
            textez/ecrivez plus @rien*2 ce/a/au/mon*2 numero
            ^ me contactez/textez/ecrivez/appelez plus
            ^ degagez/degage $
            avez pas/plus mon consentement/accord/autorisation
            ai pas/jamais donne mon/de consentement/accord/autorisation
            foutez/fichez/fous moi la paix
            """),
        ("es", null, """
            no mas mensajes/textos/sms/llamadas/correos/mensaje/texto/publicidad/spam/promociones/notificaciones
            ^ ya? no mas por? favor? gracias? $
            no mas texts/text/messages/sms/spam/ads
            ya? no me envien/envie/envies/envia/enviar/manden/mande/mandes/manda/mandar/escriban/escriba/escribas/escribir/llamen/llame/llames/contacten/contacte/contactes/contactar/molesten/moleste/molestes/textees/texteen/texte
            ya no envien/envie/envies/manden/mande/mandes/escriban/escriba/llamen/molesten/quiero/deseo/contacten/me
            no envien/envie/manden/mande mas
            no enviar/mandar/enviarme/mandarme/escribir/escribirme mas? mensajes/textos/nada
            me quiten/saquen/eliminen/borren/remuevan/retiren
            alto a los/sus/estos mensajes/textos
            no quiero/deseo/necesito mas? recibir/mensajes/textos/sms/nada/publicidad/llamadas/sus/tus/estos
            no quiero que me
            no quiero mas $
            dejen/deje/deja/dejar/dejes/paren/pare/para/parar/parad de joder/chingar/enviar/enviarme/mandar/mandarme/molestar/molestarme/escribir/escribirme/llamar/llamarme/contactar/contactarme/textear/textearme
            dejenme/dejeme/dejame/dejadme en paz
            dejenme/dejeme/dejame tranquilo/tranquila
            quitenme/quiteme/quitame/saquenme/saqueme/sacame/eliminenme/elimineme/eliminame/borrenme/borreme/borrame/remuevanme/remuevame/remueveme
            quitar/eliminar/borrar/sacar/quiten/quite/quita/eliminen/elimine/elimina/borren/borre/borra/saquen/saque/saca/remuevan mi/este numero/telefono/celular/nombre
            dar/darme/darse/denme/deme/dame/dadme/den de baja
            me? den/de/dan/doy de baja
            parar/detener/cancelar/cancelo los/estos/sus*2 mensajes/textos
            cancelo/anulo/cancelar/anular la/mi/esta/una? suscripcion/inscripcion/lista
            ^ para ya? por? favor? $
            detengan/detenga/deten/detener los/estos/sus/tus/el/esos mensajes/textos/envios/sms/spam
            no me/nos? vuelvan/vuelva/vuelvas a escribir/escribirme/enviar/enviarme/mandar/mandarme/llamar/llamarme/contactar/contactarme/molestar/molestarme/textear/textearme
            revoco/retiro/revocar/retirar/quito mi/todo/el consentimiento/permiso/autorizacion
            eliminar/quitar/sacar/borrar/remover/eliminarme/quitarme/sacarme/borrarme/removerme de la/su/esta/tu lista
            cancelar/cancele/cancelen/cancela mi/la/esta/los/estos/sus? suscripcion/mensajes/textos
            desuscribir/desuscribirse/desinscribir/desinscribirme/desuscribirme/desuscribanme/desuscribame/desuscribete/desubscribir
            no molesten/molestar
            ^ alto con? los/sus/estos? mensajes/textos/sms
            paren/pare/para los/estos/sus/esos mensajes/textos
            ^ cancela/cancele/cancelen por? favor? $
            ^ cancelar/cancele/cancelen/cancela todo/todos/mi/este los? numero/mensajes/textos*1 $
            salir/salirme de la/su/esta/tu lista
            quiero que paren/pare/dejen/terminen/cancelen
            no recibir/enviar/mandar mas
            quisiera/prefiero/preferiria no recibir
            no mas mensages/msjs/msj/mensajitos/msg/messages/msgs
            no me busquen/busque/busques
            ^ remover $
            remueva/remuevan/remueve mi/este numero
            como cancelo/paro/detengo/quito esto/este/estos/los/las/sus*1 mensajes/textos/suscripcion*1 $
            como puedo? dejo/dejar de recibir
            como me quito/salgo/borro/elimino de
            ^ ya paren/pare/parenle/basta
            basta de
            """),
        ("pt", null, """
            nao quero mais? receber
            nao me envie/enviem/mande/mandem
            pare/parem de enviar/mandar/me
            descadastrar/descadastre
            """),
        ("de", null, """
            keine nachrichten/sms mehr
            """));
}
