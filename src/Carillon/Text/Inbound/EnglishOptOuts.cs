namespace Carillon.Text.Inbound;

/// <summary>The English phrases by which people ask to get no more, in the writing of <see cref="PhraseBook"/>; small letters, no accents.</summary>
internal static class EnglishOptOuts
{
    /// <summary>By the keyword they stand for; null where they say it in other words.</summary>
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
            !i/ill/we/well/he/she/they/id/never/bus stop @gap*3 @noun -delivery/deliveries
            stop these/this/your/junk/sending/receiving/getting/bulk*3 mail/mails
            stop means stop
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
            !does/do/did/the/will/your/our/when driving/busy/working/sleeping/work/school/church/class/court/meeting/landline/interested/interest/interesse/interessee/interesado/selling/sale/ingles/english/espanol/spanish/doctor/hospital/dead/deceased/morning/night/phone/line stop please? $
            so/and please quit $
            ^ please? stop im/i am? in/not/a/at/the/busy/driving/sick/working/old/retired/under/already/blocking/reporting/trying/done/never/dont/didnt/hate
            ^ please? stop it please
            stop/quit trying to buy/get/reach/call/sell/scam/con
            way to stop/end/quit/cancel these/this/them/it/those/getting/receiving
            get you/this/these/it/them to stop
            ^ i/ill quit/unsubscribe/revoke/cancel please/now*1 $$
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
            end/cancel/terminate/deactivate/disable/stop/suspend my @adj*2 text/texts/message/messages/sms/alerts/notifications/subscription/subscriptions/newsletter/texting/sub/subs -box/boxes
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
            no more @adj*3 @comm/mail/mails
            no more please $
            ^ @polite*3 no more $
            no more from you
            cross/scratch/strike @who off $
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
            !have/not/get/got/is enough of/with @adj*3 @noun
            havent you removed/unsubscribed/taken/deleted/stopped @who?
            no calls/texts/messages/emails no/or/and texts/calls/messages/emails $
            dont/not/longer want/care/wish/like/need to? get/receive/see/have these/this/those/any
            rather/prefer not to? get/receive/have/see/be
            dont/never @soft*3 @act my/our work/cell/mobile*1 phone/number/cell/mobile/line/house/home/family
            dont want/need any? more of? these/those/this/texts/messages
            dont @soft*3 text/contact it/him/her/them please? $
            ^ please? no @adj*2 text/texts/messages/texting/contact/calls/spam/marketing/ads/solicitation/solicitations/soliciting please/anymore/ever/at/all/thanks/thank/you/or/calls/messages/emails*4 $
            please no texts/messages/contact/calls/texting/spam
            !i/we/they/he/she/people/why/you/if/on dont @soft*3 @act @after -before/until/till/between/while/yet/a/an/names/that/if/unless/back/crazy/sir/maam
            !i/we/they/he/she/people/why/you/if/on dont @soft*3 @act $
            !i/we/they/he/she/people/why/you/if/on dont @soft*3 send/sending @who? @adj*3 these/this/any/anymore/more/texts/messages/spam/again/anything/sms/stuff/ads/promos/offers -until/till/yet/before/to/today/tomorrow
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
            no need to text/message/contact/call @who? again/anymore
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
            take/taking @who/them/this/my/our/the @number*2 off $
            take/taking @who/them/this/my/our/the @number*2 off/out -hold/mute/speaker/guard/standby/duty/work/probation/restriction/to/for/on/tonight/there/back/with/the/a/of/your/my/our/and/at/in
            take/taking @who/them/this/my/our/the @number*2 off/out of? the/a/of/your/my/our -hold/mute/speaker/guard/standby/waitlist/waiting/wait/schedule/calendar/guest/book/books/appointment/payroll/insurance/policy/way/case/project/game/roster/invoice/bill/cart/table/ticket/account/market
            take/taking @who/them/this/my/our/the @number*2 off/out and
            removing/deleting @who/my/this
            take off my/this/our @number
            get/drop/cross/strike/scratch/keep/leave @who off of? your/this/the/that/all/any $
            get/drop/cross/strike/scratch/keep/leave/put @who/my/our @number*1 off of? your/this/the/that/all/any*1 @adj*3 @list
            strike/scratch/scrap/ditch my/this @number
            !me/us/them off of? your/this/the/that/all/any @adj*3 contact/mailing/call/calling/texting/email? @list
            revoke/revoking/withdraw/withdrawing/rescind/retract/cancel/remove/revoked my/all/any/prior/your/the/express/written/previous*5 consent/permission/authorization/authorisation
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
            could/can/would/will/mind you please/kindly*1 not @act/@doing @who? @after -before/until/till
            could/can/would/will/mind you please/kindly*1 not @act/@doing @who? $
            could/can/would/will/mind you please/kindly*1 not send/sending @gap*3 @noun/anything/stuff
            mind not @act/@doing @who
            ^ i? dont want these/those $$
            on the/your/a/national/federal*3 dont call
            never consented/agreed/gave consent/to/permission/my*2
            no longer consent/authorize/agree/permit
            longer have my consent/permission
            dont have my? consent/permission/authorization
            not authorized/allowed/permitted to text/contact/message/call
            dont call/text/contact/disturb/mail/email/solicit list/registry/register
            dnc
            leave @who the? hell/fuck/heck/f/tf/fuckin? alone/be
            leave my phone alone
            leave my/our/this _ alone
            get rid of my/this @number
            let @who alone/be $
            lose/forget/discard/trash my/this number
            ^ please? just? go away please/now/already/thanks/thank/you*2 $
            ^ please/just/ok/no/now/and*2 go away please? $
            please/and/just go away
            cease and/n desist
            fuck/eff/f/fk/fck/piss/bug/buzz/sod/bugger/screw/jog/shove off
            f ck/k/uck off
            get lost $
            ^ kick rocks $
            ^ scram $
            """),
    ];
}
