namespace Carillon.Text.Inbound;

/// <summary>The English phrases by which people ask to get no more without a keyword, in the writing of <see cref="PhraseBook"/>; small letters, no accents.</summary>
internal static class EnglishOptOuts
{
    /// <summary>They stand for no keyword.</summary>
    public static readonly IReadOnlyList<(string Language, string? Keyword, string Phrases)> All =
    [
        ("en", null, """
            no more @adj*3 @comm/mail/mails
            no more please $
            dont/never/not ever want to? hear
            not another/one more? text/texts/message $
            one more text/message and/or
            text/message me again and see/ill/i/im
            dont authorize/allow/permit you/this/these
            exclude @who/my
            dont text/call/contact #n
            ^ off your/the? list please? $
            pull my/our/this @number
            knock/cut it off/out with @adj*2 @noun
            ^ never text please? $
            dont send these/this/those to @who
            dont want/need/like you/yall/anyone to? @act/@doing/send/sending
            dont want any/no of this/these/that/it $$
            dont/not/longer want/need your @adj*2 coupons/deals/reminders/updates/surveys/offers/newsletter
            dont/not/longer need @adj*2 reminders/updates anymore
            respect my wishes/request/privacy/no
            dont/never have/had my? consent/permission/authorization
            remove/delete/erase all my @adj*2 @number
            drop/dump my number
            dont @soft*3 send me/us*1 nothing/anything/any -until/till/yet/before/to/today/tomorrow
            dont/not/longer want @adj*3 contact/communication/communications
            want/like/wish/choose/prefer to no longer
            request/requesting/requested removal
            ^ removal request $
            leave @who out of this/it/your
            want out of this/your
            count me out of your/this/these/those/the/all*2 @adj*2 @noun
            enough already of/with your/this/these/those/the/all*2 @adj*2 @noun
            dont/not want/wish/care to receive $
            removal from your/the/this @adj*2 @list
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
            take/taking @who/them/this/my/our/the @number*2 off/out -work/hold/mute/speaker/guard/standby/duty/probation/restriction/to/for/on/tonight/there/back/with/the/a/of/your/my/our/and/at/in
            take/taking @who/them/this/my/our/the @number*2 off/out of? the/a/of/your/my/our -hold/mute/speaker/guard/standby/waitlist/waiting/wait/schedule/calendar/guest/deed/title/mortgage/lease/monday/tuesday/wednesday/thursday/friday/saturday/sunday/morning/afternoon/book/books/appointment/payroll/insurance/policy/way/case/project/game/roster/invoice/bill/cart/table/ticket/account/market
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
