namespace Carillon.Text.Inbound;

/// <summary>The phrases beside those of an opt-out, and the words they have in common, in the writing of <see cref="PhraseBook"/>; small letters, no accents.</summary>
internal static class InboundPhrases
{
    /// <summary>Words that phrases have in common.</summary>
    public static readonly Dictionary<string, string> Sets = new()
    {
        ["noun"] = "text texts robotext robotexts message messages sms mms email emails alert alerts notification notifications ad ads advertisement advertisements "
            + "advertising promo promos promotion promotions offers marketing newsletter newsletters coupons deals surveys survey polls updates reminders communication communications "
            + "correspondence subscription subscriptions solicitation solicitations spam junk blast blasts pub pubs publicite textos mensajes",
        ["doing"] = "texting messaging contacting calling emailing mailing writing sending spamming bothering harassing notifying alerting advertising marketing soliciting "
            + "communicating asking bugging begging requesting polling annoying pestering disturbing badgering hounding stalking pinging blasting",
        ["act"] = "text message contact call email mail write spam bother harass notify alert solicit bug annoy pester disturb advertise sms texting messaging contacting "
            + "calling emailing writing spamming bothering harassing",
        ["done"] = "texted messaged contacted called emailed spammed bothered harassed notified solicited",
        ["comm"] = "@noun @doing call calls contact contacts write send bother harass",
        ["gap"] = "these the your all any receiving getting recieving me us with this that those my of so many more further please now from it you damn damned fucking "
            + "freaking fuckin freakin stupid annoying unwanted automated automatic promotional marketing sms text phone unsolicited daily constant random every single future sending "
            + "advertising  blowing up always constantly here group mass dumb silly bullshit stupid such kind trying w political campaign donation donations fundraising election sales sale appointment appt "
            + "weekly monthly endless nonstop useless junk hourly reminder commercial business estate real property house please pls",
        ["adj"] = "text sms of your these those the any such damn fucking stupid annoying unwanted automated promotional marketing phone unsolicited spam f this please random more political campaign donation "
            + "fundraising election sales sale daily weekly future group mass further upcoming additional other mailing calling texting contact customer call unwanted junk silly dumb freaking fucking commercial",
        ["who"] = "me us",
        ["after"] = "me us this again anymore any these here more messages texts ever please thanks thank",
        ["soft"] = "ever please you dare just keep be bother even again further",
        ["wish"] = "to get getting receive receiving recieve recieving be being any more anymore these your the this those all of you such kind from on my phone further future other "
            + "promotional marketing sms text automated stupid damn annoying random unsolicited unwanted having have in a another by via for",
        ["rien"] = "rien jamais de me m vos aucun",
        ["polite"] = "please thanks thank you thx por favor porfa gracias svp merci s il vous te plait hi hola bonjour hello hey ok okay",
        ["insult"] = "asshole assholes dickhead dickheads idiot idiots moron morons jerk jerks jackass creep creeps loser losers bastard bastards bitch dummy pendejo pendejos connard connards",
        ["list"] = "list lists database system rolls distribution",
        ["number"] = "number phone cell mobile info information name contact email data details",
    };

    /// <summary>The number belongs to somebody else.</summary>
    public static readonly PhraseBook WrongNumber = new(
        Sets,
        ("en", null, """
            !the/a/my/his/her/gave/dialed/called wrong number/person/phone/guy/gal/lady/contact -of/for/on/in
            !the/a/my/his/her/gave/dialed/called wrong number for %
            ^ the wrong number/person/phone/guy $
            !i/we text/texting/call/calling/messaging/contacting the wrong number/person/phone/guy
            !do/did/if you have/got/texted/reached/called/dialed the/a? wrong number/person/phone/guy -for/of/on/in
            !gave/my/put wrong number for %
            !do/did you must/may/might/probably/clearly/obviously/still*2 have/got/be the/a? wrong number/person/phone/guy
            youve/uve got/reached/texted/called/dialed? the/a? wrong number/person/phone/guy
            have/has/got/texting/texted/calling/reached the wrong person/guy
            this is the/a wrong number/person/phone
            not the person/guy you are/think
            no longer at/has/have/owns/own this number/phone
            no longer his/her/their/john/my/the number
            this is/was? no longer _ number/phone/cell
            doesnt/dont/didnt have/own/use this number/phone anymore/now*1 $
            doesnt/dont have/own/use this number/phone any longer/more
            no longer uses/use/using this number/phone
            at the wrong number $
            !a wrong no $
            isnt/not the person/one you/youre are? looking/trying
            ^ sorry? this? is? isnt/not the right number/person $
            no one/body here? by that name
            nobody here? by that name
            im/am not who you think
            isnt/not who you think/want/are
            not his/her/their number anymore
            this number/phone no longer belongs
            number/phone doesnt belong to
            isnt his/her/their/johns number/phone
            have/has/got/reached/texting/texted/calling the wrong %
            not at this number/phone
            this/its/thats is? not the number/phone for/of
            number/phone/cell belongs to someone/somebody/another
            never heard of %
            ^ im/i am? not him/her/them $
            not/isnt my name $
            % isnt at this number/phone
            no longer works here
            this is % old number/phone
            % dont live
            dont/doesnt have this number/phone no
            this/it/im aint % %? $
            this aint % number/phone
            % changed number/numbers
            trying/looking to/for reach? someone/somebody else
            !i/we gave you the wrong number
            new owner of this number/phone
            not the person/guy/lady/man/woman/owner you
            have/got/has/got me confused/mixed/mistaken
            im/is/its % not % $
            !is this/it/its/thats/im/am is? not mr/mrs/ms/dr*1 % %? lol/haha/sorry/dude/bro*1 $
            this/it/its/thats/im/am is? not mr/mrs/ms/dr*1 % and/but/so/please/stop/you/at/wrong/this/who/sorry/or/thanks/never
            !that isnt mr/mrs/ms/dr*1 % %? anymore? lol/haha/sorry/dude/bro*1 $
            !that isnt mr/mrs/ms/dr*1 % and/but/so/please/stop/you/at/wrong/this/who/sorry/or/thanks
            ^ not mr/mrs/ms/dr*1 % %? lol/haha/sorry/dude/bro*1 $
            my name is not/isnt %
            my name isnt _ $
            my name is not _ $
            no one? % here/at
            no one/body named/by
            nobody named/by
            dont know a/any/this/no*1 % $
            dont know who/whos mr/mrs*1 % is? $
            doesnt live here
            doesnt live at this
            no longer lives here/at
            changed his/her/their @number
            % number/phone changed
            number/phone changed owners/owner/hands
            i just? got/get this number recently/today/yesterday*1 $
            i got this number from
            % phone/number/cell anymore $
            had this number for -you
            this is not _ number/phone/cell anymore? $
            this isnt _ number/phone/cell anymore? $
            """),
        ("fr", null, """
            mauvais/faux numero
            numero errone
            mauvaise personne
            mauvais destinataire
            trompe/trompez/tromper de numero/personne
            erreur de numero/personne
            pas le/au/un bon numero
            pas la bonne personne
            n? est pas/plus son/le/mon/au/a*1 numero/telephone/cellulaire/cell de/d
            est pas mon nom $
            % n est plus a ce numero
            n est plus a ce numero
            n? est plus son/le/mon numero/telephone/cellulaire/cell
            ^ mauvais no $
            le/un mauvais no $
            suis pas m/mr/mme/monsieur/madame*1 % %? $
            est pas m/mr/mme/monsieur/madame*1 % $
            connais pas de? %
            pas de % ici
            % n habite plus? ici
            """),
        ("es", null, """
            numero equivocado/incorrecto/erroneo
            ^ equivocado/equivocada $$
            persona equivocada/incorrecta
            equivocado/equivocada/equivocaste/equivoco/equivocaron/equivoca/equivocan/equivocas de numero/persona
            no es el/su numero de/correcto/_ $
            este/ese ya? no es su/el numero $
            este/ese numero ya no es de
            ya no tiene/usa este numero
            ya no es mi/su/el numero de?
            no es el numero/telefono/celular/cel de
            no soy esa/ese/la persona $
            no soy la persona que
            no soy el/la dueno/duena de? este? numero
            no soy senor/senora/sr/sra/don/dona/el/la*2 % %? $
            no conozco a? esa/ese/esta/este persona
            no conozco a? ningun/ninguna*1 %
            no vive/hay aqui*1 ningun/ninguna % aqui*1 $
            no vive aqui $
            aqui no vive
            este/ese numero/celular/telefono/cel/movil ya? no es de/el/su/mi
            este/ese/esta no es % $
            """));

    /// <summary>They would rather be texted than called: what they say of calls does not touch texts.</summary>
    public static readonly PhraseBook PrefersText = new(
        Sets,
        ("en", null, """
            !dont/never/not/stop/to text/message/texting me/us instead/only/please
            ^ please? just? text/message me/us
            ^ please? just? text/message $
            !dont/never/not only/just/rather text/message
            text/texts/texting/message/messages only/preferred/instead
            text/texts/message is better/fine/best/ok/okay
            """));

    /// <summary>They may want no more: a person reads it.</summary>
    public static readonly PhraseBook Review = new(
        Sets,
        ("en", null, """
            not interested
            no interest
            longer interested
            uninterested
            who is this/that
            whos this/that
            who this $
            text/message/contact/call me again
            who are you
            who r/are u/you
            whered/whod/howd you get
            how/where did you get this/my/our number/info/name
            why are/r/do/did you/u still/keep*1 texting/messaging/contacting/text/message/contact me/us/this*1
            why am i getting/receiving
            you text/message too/so much
            ^ blocked $
            see you in court
            f you/u
            you suck
            bite me
            kiss my
            this is illegal
            who the
            how did/do you get/have/got my number/info/name/phone
            where did/do you get/got my number/info/name/phone
            who gave you
            report/reporting/reported/blocking/block/blocked/suing/sue you/this/u/your
            reported to
            lawyer/attorney/lawsuit/tcpa/fcc/ftc/police/litigation
            legal action
            small claims
            spam/spammer/spammers/spamming/scam/scammer/scammers/scamming/phishing/harassment/harassing/unsolicited/unwanted
            fuck/fucking/fck/fuk/asshole/assholes/bitch/bastard/bastards/stfu/wtf/dickhead/bullshit/motherfucker/motherfuckers/idiot/idiots/morons/moron
            shut up
            screw you
            go to hell
            eat shit
            tired of texts/messages
            drop dead
            never/didnt/dont signed/sign/subscribe/subscribed/asked/ask/requested/request/remember/recall up/for/to/signing/subscribing/this/these
            too many texts/messages/calls/ads/emails
            enough already/texts/messages
            enough of this/these/that/your/you
            ^ enough $
            enough is enough
            % died/deceased
            passed away
            sick of
            fed up
            tired of these/your/this/the/getting
            so annoying
            annoying
            you/they/these/u/texts/messages wont/dont/never/doesnt ~stop/~quit
            you/they/u didnt ~unsubscribe/~remove/~optout/~take
            i want to cancel $
            dont want this/it/these/them
            dont text/call/message
            """),
        ("fr", null, """
            pas interesse/interessee/interesses
            porter plainte
            qui est/etes ce/vous
            c est qui
            avocat/harcelement/arnaque/connard/salaud
            ta gueule
            """),
        ("es", null, """
            no me interesa
            no estoy interesado/interesada
            quien es/eres/habla
            ^ esta/estas/estan? equivocado/equivocada/equivocados $
            quiero cancelar $
            voy/vamos a denunciar/reportar/demandar/denunciarlos/reportarlos
            los voy a
            abogado/estafa/acoso/estafadores/pendejo/pendejos
            """));
}
