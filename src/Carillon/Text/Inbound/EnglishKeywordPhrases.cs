namespace Carillon.Text.Inbound;

/// <summary>The English phrases that say a keyword in a sentence, in the writing of <see cref="PhraseBook"/>; small letters, no accents.</summary>
internal static class EnglishKeywordPhrases
{
    /// <summary>By the keyword they stand for.</summary>
    public static readonly IReadOnlyList<(string Language, string? Keyword, string Phrases)> All =
    [
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
            how do/can/to i? get off/out -of/the/at/exit/my/to
            how do/can/to i? get off/out of? this/these/your/that/it
            how do/can/to i? get off/out of? the @adj*2 @list
            how do/can i? make/get these/this/it/them to? stop
            text/reply/send to stop $
            text/texts/message/messages/these/this/calls/alerts/spam need/needs/have/has/must/better/should/gotta to? stop/end/cease
            stop/end/cut this/the/with/all/your*2 nonsense/crap/bs/shit/bullshit/madness/harassment
            kindly/god/sake stop $
            appreciate it? if? you? stopped/stop/stopping/not @gap*3 @doing
            appreciate it? if? you? stopped/stop/stopping $
            refrain/desist from @gap*2 @doing
            had/have enough of? @gap*4 @comm
            !i/ill/we/well/he/she/they/id/never/bus stop @gap*3 @noun -delivery/deliveries
            stop these/this/your/junk/sending/receiving/getting/bulk*3 mail/mails
            stop means stop
            stop for #n
            ignored/ignoring/ignore my stop
            replying stop
            stop testing me
            ^ @polite*3 stop right there $
            take/taking/get/remove @who/my/our/this @number*1 of/off your/youre/yr/you/this/the @adj*2 @list
            ^ @polite*3 stop/cancel/end this? service please? $
            great/nice/lovely/wonderful if you stopped/quit/would/could stop? @doing
            ^ please? sign @who off/out
            ^ @polite*3 stop @insult @insult? $
            cancel reminders/updates/deals/coupons
            are/is you/this/these/it/yall ever? going to? stop/quit/end
            stop/quit invading/violating/abusing my/our
            ^ @polite*3 cancel/end/terminate these/those/service please? $
            cancel from your/this/the @list
            ^ stop …andome/…endome
            !the/when/does/how can/could/will/would the/these/this/your @adj*2 @noun stop/end
            like/want/need/wish/trying to stop/end/cancel these/this/them/it please? $
            wish @adj*3 @noun? would/could/will stop/end
            when will/do/does/are these/this/the/your/yall @adj*2 @noun stop/end
            ^ please? stop _ request
            stop doesnt/isnt/didnt/not work/working
            hit/pressed/typed/sent stop already/again/twice
            take/taking/get @who/my/our/this @number*1 of your/this/the/ur @adj*2 @list
            ^ please? take me of $
            remove @who form your/the/this
            dont/not/longer want/need no? @adj*3 text/texts/message/messages/emails/notifications/alerts/spam/ads/promos
            dont want none of
            dont accept @adj*2 text/texts/messages/solicitation/solicitations/marketing
            ^ @polite*3 stop i/ive/we/weve/were/he/she/they -cant/love/am/die/died/laughed/cried/do/just/literally/cannot
            ^ @polite*3 stop dont/not/never want/need/text/contact/call/send/message/like/ever/interested
            ^ @polite*3 stop @polite*3 we/were are? not
            ^ @polite*3 stop with/w the/this/that/it/these/those/your/all
            stop enough
            enough stop
            ^ stop to? text/send/message/call/contact
            ^ @polite*3 stop @polite*3 c/j/je/ya/yo/rn/geez/tout/tous/toutes/ca/ai/et/dat/dem
            if you/yall ~stop
            if you/yall dont/wont ~stop/stop -by/at/in/for
            if you text/message/contact me again/one
            text/message/contact me one more time
            request to stop
            requested/requesting you/that*1 to? stop
            my number/name/phone/info was/is/has/be/gets/have been? removed/deleted
            remove/delete my _ number
            dont ask me/us? again
            should not be on your/the/this/any @adj*2 @list
            shouldnt be on your/the/this/any @adj*2 @list
            not belong on
            dont have/keep me/us/my on
            longer need/want these/those/texts/messages
            no text/message/call/contact me again/anymore/more/nomore
            ^ @polite*2 no send me
            ^ i? no want @adj*2 @noun
            stop/quit hitting me/us/my
            how/where do/can/could/to/would/should i/we/you*1 stop/end/cancel/quit @gap*4 @noun
            end this/the/our chat/conversation/thread
            please end these/this/them/it $
            you can/may please? stop/quit now/please/these/this/any*1 $
            for the _ time please? stop
            ^ stop i said/mean/meant
            consider this my/a stop
            get @who off of? this/your/the thing/chain/thread/chat/group/text/texts
            ^ please? stop you/u people/idiots/freaks/morons/creeps/scammers/spammers/vultures/crooks/animals/jerks
            ^ please? stop youre/your/ur/u so? annoying/bothering/harassing/spamming/scammers/bugging
            !i/we/he/she/they/you/bus/not stop _*2 texts/messages/sms/spam
            !does/do/did/the/will/your/our/when work/driving/busy/working/sleeping/school/church/class/court/meeting/landline/interested/interest/interesse/interessee/interesado/selling/sale/ingles/english/espanol/spanish/doctor/hospital/dead/deceased/morning/night/phone/line stop please? $
            so/and please quit $
            ^ please? stop im/i am? in/not/a/at/the/busy/driving/sick/working/old/retired/under/already/blocking/reporting/trying/done/never/dont/didnt/hate
            ^ please? stop it please
            stop/quit trying to buy/get/reach/call/sell/scam/con
            way to stop/end/quit/cancel these/this/them/it/those/getting/receiving
            get you/this/these/it/them to stop
            ^ i/ill unsubscribe/revoke/cancel please/now*1 $$
            ^ i want/wanted/wish/like? stop $$
            ^ please? block me/this/my? please? $
            ^ please? block me/this/my? @number please? $
            ^ @polite*3 stop @polite*3 no/not/je/ne/pas me/estoy/im/i/interesa/interested/interesado/interesada/interesse/interessee*2 -for
            stop any and all @gap*4 @comm
            ^ please? stop this instant/minute/second/moment $
            stop getting/using/selling my/our number/phone/info/name
            stop reaching out
            stop auto/bulk/robo text/texts/texting/messages
            ^ please? stop i/im/ive am/m*1 not/at/busy/driving/working/already/told
            ^ please? stop this/it is/isnt my/your/a/an/not/the/spam/harassment/annoying/illegal
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
            ^ please? stop/quit or/before/b4
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
            end/cancel/terminate/disable/deactivate/suspend/kill all? @adj*4 text/texts/message/messages/sms/alert/alerts/notification/notifications/subscription/subscriptions/newsletter/promos/promotions/communications/communication/contact
            end/cancel/terminate/deactivate/disable/stop/suspend my @adj*2 text/texts/message/messages/sms/alerts/notifications/subscription/subscriptions/newsletter/texting/sub/subs -box/boxes/order
            turn/shut/switch off @adj*4 @noun
            ^ please? end/cancel/terminate this/your text/texting/messaging/sms? service $
            end/cancel/terminate @adj*3 texting/messaging $
            cancel membership/account? texts/messages/alerts
            ^ please? cancel my/this number $
            cancel me from/off
            ^ @polite*3 cancel/end everything $
            ^ please? turn/switch off $
            how do/can/to i? turn/shut/switch/block these/this/it/them @noun*1 off? $
            turn/shut/switch these/this/those/the/your/all/my @adj*3 @noun? off
            """),
    ];
}
