namespace Carillon.Text.Inbound;

/// <summary>The Spanish phrases by which people ask to get no more, in the writing of <see cref="PhraseBook"/>; small letters, no accents.</summary>
internal static class SpanishOptOuts
{
    /// <summary>They stand for no keyword.</summary>
    public static readonly IReadOnlyList<(string Language, string? Keyword, string Phrases)> All =
    [
        ("es", null, """
            no mas mensajes/textos/sms/llamadas/correos/mensaje/texto/publicidad/spam/promociones/notificaciones
            ^ ya? no mas por? favor? gracias? $
            no mas texts/text/messages/sms/spam/ads
            ya? no me/nos este/esten/estes*1 envien/envie/envies/envia/enviar/enviando/envieis/manden/mande/mandes/manda/mandar/mandando/escriban/escriba/escribas/escribir/escribiendo/llamen/llame/llames/llamando/contacten/contacte/contactes/contactar/contactando/molesten/moleste/molestes/molestando/textees/texteen/texte/textee/texteando/texees/texeen/texee/textien/textie/mensajeen/mensajee/mensajees/busquen/busque/marquen/marque/fastidien/fastidie/hablen/hable/hables/jodan/joda/jodas/chinguen/chingue/chingues -hasta/antes/si/el/un/una/hoy/manana/ahorita/ahora
            ya no envien/envie/envies/manden/mande/mandes/escriban/escriba/llamen/molesten/contacten
            ya no me -siento/interesa/duele/acuerdo/queda/llego/gusta/funciona/sirve/llegan/dio/dieron/falta/conviene/voy/puedo
            ya no quiero/deseo $
            !quiero/no/quisiera que paren/pare/dejen de?
            favor de? no escribir/mandar/enviar/llamar/molestar/textear/contactar
            ^ @polite*3 ya? no mas @polite*3 $
            ^ @polite*3 no/nomas*2 manden/mande/escriban/escriba/envien/envie/llamen/llame/molesten @polite*3 $
            no deseo/quiero ser contactado/contactada/molestado/molestada
            no esten/este/estes molestando/mandando/enviando/escribiendo/llamando/texteando
            no me interesa/interesan recibir/sus/que
            ya no quiero/deseo recibir/mas/mensajes/textos/sms/que/nada/sus/estos/saber/ser/estar/esto/promociones -vengan/venga/cita
            pueden/puede/puedes/podrian/podria/podrias/favor/quiero/necesito/quisiera/deseo de? borrarme/quitarme/sacarme/eliminarme/removerme/desuscribirme
            no recibir mas? mensajes/textos/sms/nada/llamadas
            no envien/envie/manden/mande mas
            no enviar/mandar/enviarme/mandarme/escribir/escribirme mas? mensajes/textos/nada
            me quiten/saquen/eliminen/borren/remuevan/retiren
            alto a los/sus/estos mensajes/textos
            no quiero/deseo/necesito mas? recibir/mensajes/textos/sms/nada/publicidad/llamadas/sus/tus/estos/promociones/ofertas/propaganda/anuncios/correos/notificaciones/informacion/saber
            no quiero que me/nos -quiten/quite/quites/saquen/saque/saques/borren/borre/borres/eliminen/elimine/elimines/den/de/des/~quiten/~quite/~saquen/~saque/~borren/~borre/~eliminen/~elimine/~den/~de/cancelen/cancele/~cancelen/~cancele/llamen/llame/busquen/recojan/atiendan
            no quiero que me/nos llamen/llame -antes/hasta/a/el/los
            cancelen/cancele/cancelar esto/eso/todo $
            no llamen/llame/escriban/escriba/hablen/hable/molesten/moleste/manden/envien mas/por
            nunca mas? me/nos escriban/escriba/llamen/llame/manden/mande/envien/envie/contacten/contacte/molesten
            dejen/deje/deja/dejar/dejes/paren/pare/para/parar/parad ya? de …arme/…erme/…irme/…arnos/…irnos -reir
            dejen/deje/deja/dejar/dejes/paren/pare/para/parar/parad ya? de estar? molestando/enviando/mandando/escribiendo/llamando/texteando/jodiendo/chingando/fastidiando/fastidiar/textear/mensajear/chingar/fregar/spamear
            no quiero mas $
            dejen/deje/deja/dejar/dejes/paren/pare/para/parar/parad de joder/chingar/enviar/enviarme/mandar/mandarme/molestar/molestarme/escribir/escribirme/llamar/llamarme/contactar/contactarme/textear/textearme
            dejenme/dejeme/dejame/dejadme en paz
            dejenme/dejeme/dejame tranquilo/tranquila
            quitenme/quiteme/quitame/saquenme/saqueme/sacame/eliminenme/elimineme/eliminame/borrenme/borreme/borrame/remuevanme/remuevame/remueveme -una/un/la/el/las/los
            quitar/eliminar/borrar/sacar/quiten/quite/quita/eliminen/elimine/elimina/borren/borre/borra/saquen/saque/saca/remuevan mi/este numero/telefono/celular/nombre/contacto/informacion/info
            dar/darme/darse/denme/deme/dame/dadme/den/date/dese/dennos/darnos/dandome de baja
            ^ de baja por? favor? $
            !no quiero/deseo/quisiera/gustaria dejar de recibir
            ^ stop de? mandar/mandarme/enviar/enviarme/escribir/escribirme/mensajear
            solicito/quiero/pido/deseo/exijo la/mi baja $
            no les/le/te/os*1 di/doy/dimos/autorizo/autorice/autorizamos/autorizado que/mi/estos/esto/sus/permiso/autorizacion/consentimiento/a
            me? den/de/dan/doy de baja
            parar/detener/cancelar/cancelo los/estos/sus*2 mensajes/textos
            cancelo/anulo/cancelar/anular la/mi/esta/una? suscripcion/inscripcion/lista
            ^ para ya? por? favor? $
            detengan/detenga/deten/detener los/estos/sus/tus/el/esos mensajes/textos/envios/sms/spam
            no me/nos? vuelvan/vuelva/vuelvas a escribir/escribirme/enviar/enviarme/mandar/mandarme/llamar/llamarme/contactar/contactarme/molestar/molestarme/textear/textearme
            revoco/retiro/revocar/retirar/quito mi/todo/el consentimiento/permiso/autorizacion
            eliminar/quitar/sacar/borrar/remover/eliminarme/quitarme/sacarme/borrarme/removerme de la/su/esta/tu lista
            cancelar/cancele/cancelen/cancela mi/la/esta/los/estos/sus? suscripcion/mensajes/textos
            desuscribo/desuscriban/desuscribeme/desuscribir/desuscribirse/desinscribir/desinscribirme/desuscribirme/desuscribanme/desuscribame/desuscribete/desubscribir
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
            como me? puedo? quito/salgo/borro/elimino/quitar/salir/borrar/salirme/quitarme/borrarme de
            ^ ya paren/pare/parenle/basta
            basta ya? de
            ^ baja inmediata
            alto a todos/todo
            no textee/texteen/textees/texteo mas
            como bloqueo/bloquear estos/sus/los mensajes/textos
            no acepto mas? mensajes/textos/llamadas/sms
            dejenos/dejennos en paz
            que me/nos quitaran/borraran/sacaran/eliminaran/dieran de
            dejenme/dejeme/dejame/dejennos de molestar/mandar/enviar/escribir/llamar/textear
            cancele/cancelen/cancelar mi/este numero
            ^ baja de/del la? servicio/lista
            """),
    ];
}
