using Carillon.Text;

namespace Carillon.Tests.Text.Inbound;

/// <summary>Inbound texts and what they ask for.</summary>
public static class InboundExamples
{
    /// <summary>The examples that come with the rules.</summary>
    public static TheoryData<string, InboundKind> Legal => Data(
        [
            "STOP", "Stop.", "\"STOP\"", "UNSUBSCRIBE", "CANCEL", "QUIT", "opt out", "STOPALL", "S T O P", "stop please", "STOP\n\nSent from my iPhone", "Stopp",
            "unsuscribe", "Stop texting me", "please stop messaging this number", "do not text me again", "No more texts", "Remove me from your list",
            "Leave me alone", "I want to opt out of these messages", "How do I unsubscribe?", "I revoke my consent", "Put me on your do not call list",
            "Wrong number, stop texting", "Not interested, please remove me", "🛑", "ARRET", "ALTO", "no más mensajes",
        ],
        ["START", "Unstop", "opt in"],
        ["HELP", "Info", "AIDE"],
        [
            "stop by tomorrow", "don't stop", "can't stop laughing", "unstoppable!!", "Where is the bus stop", "cancel my 3pm appointment",
            "see you at the end of the month", "Quite nice, thanks", "Liked “Acme: 20% off today. Reply STOP to opt out”", "When do you start?",
            "Please don't unsubscribe me", "Can you help me with my order?", "Yes", "Don't stop texting me",
        ]);

    /// <summary>Our own, found by thinking of how people write.</summary>
    public static TheoryData<string, InboundKind> Own => Data(
        [
            "stop", "  STOP  ", "stop!!!", "STOP STOP STOP", "Stop it", "Stop this now", "ok stop", "yes stop", "No, stop", "stoooop", "S.T.O.P.", "s-t-o-p", "ST OP",
            "ＳＴＯＰ", "st\u200Bop", "#stop", "*STOP*", "Stop/unsubscribe", "stahp", "sotp", "END", "end please", "Revoke", "remove me", "STOP ALL", "stop2end", "2stop", "unsub",
            "unsubscribe me please", "unsubcribe", "UNSUBSRIBE", "un subscribe", "Opt-Out", "opt me out", "OPTOUT", "cancle", "qiut", "DNC", "⛔", "🚫 please", "Stop 🛑",
            "STOP\n- Ann", "STOP\nJohn", "Stop - Ann Lee", "Stop Sent from my Galaxy", "STOP\nGet Outlook for Android", "STOP\n> Acme: 20% off",
            "stoptexting me", "STOPTEXTING", "stopall please", "Nope. Stop.", "STOP! Who gave you my number?", "I'm busy. Stop. Bye", "Not interested, stop", "Hi Ann, unsubscribe",
            "Stop sending me these texts", "Stop all messages", "quit texting me", "Quit it with the spam texts", "cease all communication", "Please stop contacting me",
            "stop w/ the texts", "Stop these annoying automated messages", "stop spamming me", "STOP CALLING ME", "stop emailing me", "Can you stop texting me?",
            "could you please stop", "I told you to stop", "I asked you to stop texting me!!", "I said stop", "I already texted STOP", "i replied stop three times. please stop",
            "You need to stop", "make it stop", "Why won't you stop texting me?", "I want to stop receiving these", "I would like to stop getting messages",
            "I want you to stop messaging me", "Please STOP.", "enough, STOP already", "If I text STOP will this end",
            "Don't text me", "Dont contact me anymore", "please don't message me", "Do not contact me", "never text me again", "Don’t ever call me", "do not send me any more texts",
            "Don't send me anything else", "dont send messages to this number", "I don't want these texts", "I do not wish to be contacted", "i dont want to receive messages",
            "don't want to hear from you", "I no longer wish to receive these messages", "I no longer want your texts", "not interested in receiving texts",
            "No more!", "no more messages please", "No texts please", "no more spam", "no more promotional text messages",
            "take me off your list", "Take my number off", "take me off this list please", "Delete my number", "Remove my number from your system", "remove this number",
            "please remove", "Remove us from your mailing list", "get me off your list", "off your list please", "lose my number", "Go away", "leave us alone", "fuck off",
            "cease and desist", "do not call list please", "I withdraw my consent", "I do not consent to these messages", "you do not have my permission to text me",
            "I can't unsubscribe from this", "How can I opt out?", "I thought I unsubscribed", "opting out", "I'd like to be removed from your list", "unsubscribe, thanks",
            "cancel these texts", "end my subscription", "Cancel my subscription", "turn off these notifications", "wrong number", "You've got the wrong person",
            "This is the wrong number", "Thanks but please take me off", "I'm driving, don't text me", "Loved “Reply STOP to opt out” stop texting me",
            "Stop harassing me or I call my lawyer", "Wrong # ... please stop", "please unsubscribe this number from your messages",
            "arrêter", "Arrêtez", "désabonner", "Désinscrire svp", "arret merci", "Ne m’envoyez plus de messages", "plus de messages svp", "arrêtez de m’écrire", "je veux me désabonner",
            "Ne me contactez plus", "je ne veux plus recevoir vos messages", "laissez-moi tranquille", "retirez-moi de votre liste", "mauvais numéro",
            "PARAR", "cancelar por favor", "baja", "BASTA", "alto por favor", "ya no me manden mensajes", "no me envíen más", "quítenme de la lista", "no quiero recibir mensajes",
            "Quiero darme de baja", "dejen de molestar", "dejen de enviarme mensajes", "número equivocado", "déjenme en paz", "no mas", "sair", "abmelden",
            "Please remove my name and number", "I don't want any more messages from you people", "You're texting the wrong number", "I'm not Mike, stop", "This isn't Sarah, wrong #",
            "I have already asked to be removed", "How do I stop these?", "how do i make this stop", "How do I get off this list", "How to stop", "What do I text to stop?", "kindly stop",
            "For the love of god stop", "no stop texting", "Dont txt me no more", "STOP TXTNG ME", "I'd appreciate it if you stopped texting me", "I would appreciate you not texting me",
            "please refrain from texting me", "You are not to contact me again", "No longer interested, please remove", "My consent is revoked", "I do not give you permission to text me",
            "put this number on do not call", "leave me the hell alone", "these texts need to stop", "Discontinue", "cancel all", "End all", "Stop bro", "stop asshole", "stop this nonsense",
            "Remove 555-1234 from your list", "please remove 5551234567", "Pls rmv me", "no quiero más", "cancelar suscripción", "eliminar mi número", "Dejen de joder", "Veuillez cesser",
            "Veuillez me retirer de la liste", "Merci de ne plus me contacter", "ne plus m'envoyer de message", "Je souhaite ne plus recevoir de SMS", "stop pub", "¿Cómo me doy de baja?",
            "send no more", "I want off", "u need 2 stop", "Stop or I'll report you", "make these texts stop", "Who is this? Stop texting me", "I'm done with these messages", "can u stop",
            "DO NOT TEXT", "You got the wrong number buddy", "No longer at this number", "Thank you. Stop.", "Pas intéressé, retirez-moi", "no me interesa, no me escriban",
        ],
        [
            "start", "Start please", "UNSTOP!", "Opt-in", "opt me in", "subscribe", "Resubscribe me", "yes start", "START NOW", "resume", "Begin", "Restart", "re start",
            "commencer", "Reprendre", "iniciar", "comenzar", "reanudar por favor",
        ],
        ["help", "Help!", "help me", "Help please", "INFO", "aide", "Ayuda", "help?", "HELP\nSent from my iPhone"],
        [
            "", "   ", "ok", "Thanks!", "Yes please", "No thanks", "👍", "❤️", "😀", "Who do I pay?", "I'll stop by at 5", "Can you stop by the office?", "Can you stop at the store",
            "My stop is Main Street", "the next stop", "the rain stopped", "nonstop flights?", "I'm getting non-stop flights", "weekend?", "This is the end", "At the end of the day",
            "I quit smoking", "I'll quit my job", "Quiet please", "Cancel my order", "I need to cancel my appointment", "please cancel my reservation for Friday",
            "para ti", "Es para mi mamá", "¿Para qué sirve?", "El arrêt de bus?", "arrêt de bus", "start at 9", "start over", "Let's start tomorrow", "when does it start",
            "Can you help?", "please help me with this", "more info please", "information", "I need help with my order", "stopwatch", "shop", "step", "Top", "sto ore 5",
            "I never stop texting", "never stop", "please do not stop", "Don't unsubscribe me!", "why did you stop texting me", "Why did you unsubscribe me?", "I didn't unsubscribe",
            "I do not want to unsubscribe", "please don't remove me", "won't stop raining", "Did you stop sending coupons?", "I'll stop texting you now", "Text me later",
            "Call me", "don't call, text me instead", "Don't text and drive", "Why don't you call me?", "don't forget to call me", "Don't hesitate to text me", "Don't send the package yet",
            "I don't text much", "Take me to the store", "Delete my appointment", "Remove the second item", "Subscribe me to the other list", "I have no messages",
            "Liked “STOP”", "Loved \"Reply STOP to opt out\"", "Laughed at “Reply STOP”", "Emphasized “stop”", "Questioned “Reply STOP to end”", "Reacted 😂 to “Reply STOP to end”",
            "Removed a heart from “Reply STOP”", "👍 to “Acme: sale. Reply STOP to cancel”", "\u200B👍\u200B to “Reply STOP”", "A aimé « Répondez STOP »", "A réagi avec ❤️ à « Répondez ARRET »",
            "Le gustó “Responde ALTO”", "Reaccionó con 👍 a “Responde ALTO”", "> Reply STOP to opt out\nsounds good", "Disliked “Acme: 20% off today.\nReply STOP to opt out”",
            "the pain won't go away", "I gave you the wrong number, mine is 5", "My phone was on do not disturb", "What time do you close?", "unsubstantiated claims", "The STOP sign is gone",
            "Is the bus STOP here", "See you at the bus stop.", "I can't remove it", "What are you doing this weekend?", "opted in already", "OK see you at 3",
            "I sent you the message", "Did you get my message?", "bajar", "alta",
            "Don't quit on me", "Stop in anytime", "Do y'all stop serving at 9?", "We stopped for lunch", "I can't start until 5", "Opted for express", "Is it too late to cancel my booking",
            "How do I cancel my appointment?", "No more questions, thanks", "No more rain please", "Never mind", "Please remove the old roof", "Number 5 please", "Help yourself",
            "I want to subscribe", "Bajar el precio", "Ya no llueve", "no más preguntas", "Je veux plus d'information", "arrêt maladie", "STO store", "dead end street", "Can we end the meeting at 5",
            "I had to stop for gas", "Haha stop it you're killing me", "The doctor said I must stop smoking", "When does the bus stop?", "They said stop at the gate",
            "Keep them coming, don't stop", "I don't want to stop getting these", "Loved an image", "Laughed at “Don’t stop texting me”", "Voy a parar en la tienda", "Arrêt de travail",
            "J'arrête pas de rire", "no calls today so far", "Go away for the weekend?", "Take me with you", "Don't worry about it", "Never stop sending deals", "I quit", "Can I cancel?", "Comienza hoy", "aider", "pare-brise",
        ]);

    private static TheoryData<string, InboundKind> Data(string[] optOut, string[] optIn, string[] help, string[] none)
    {
        var data = new TheoryData<string, InboundKind>();
        foreach (var (texts, kind) in new[] { (optOut, InboundKind.OptOut), (optIn, InboundKind.OptIn), (help, InboundKind.Help), (none, InboundKind.None) })
        {
            foreach (var text in texts)
            {
                data.Add(text, kind);
            }
        }

        return data;
    }
}
