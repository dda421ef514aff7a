using System.Collections.Frozen;

namespace Carillon.Text.Inbound;

/// <summary>A word that acts when received.</summary>
/// <param name="Word">In capitals.</param>
/// <param name="IsStrong">It also counts as one sentence among others.</param>
/// <param name="IsUnmistakable">It also counts between two commas.</param>
internal sealed record InboundKeyword(string Word, InboundKind Kind, string Language, bool IsStrong, bool IsUnmistakable);

/// <summary>Keywords, words of courtesy and known slips of the finger; all small, without accents.</summary>
internal static class InboundKeywords
{
    private static readonly FrozenSet<string> Fillers = Set(
        """
        please pls plz pleas pleease thanks thank thx ty tks you now ok okay k kk hi hello hey yes yeah yep yup no nope nah just me it its this
        again already immediately asap right away sir maam mam ma am guys folks ugh god goodness y sorry but and so back all
        seriously bro bruh man dude buddy pal mister mr mrs miss asshole assholes bitch jerk idiot idiots fucking fuckin fuck stfu damn dammit goddamn shit
        tysm tyvm thankyou thnx thnks thanx tnx cheers spam scam scammer scammers spammer spammers crooks creep creeps freaks freak weirdo moron morons loser losers lol lmao lmfao rofl omg omfg wtf smh ffs jesus christ um umm uh uhm hmm whoa wow well sheesh nvm nevermind bye goodbye peace whatever
        kindly lord gosh geez jeez crap heck bot robot rn tabarnak tabarnac calisse caliss criss estie putain merde bordel donc
        svp stp merci s il vous te plait oui non bonjour moi ca maintenant immediatement
        por favor porfavor porfa xfavor xfa gracias si senor senora hola ya esto lo ahora inmediatamente mismo
        danke bitte obrigado obrigada
        """);

    /// <summary>Words that make "stop" a noun: a bus stop.</summary>
    public static readonly FrozenSet<string> BeforeNoun =
        Set("bus truck pit rest next last first second my our the a your full non one metro train tram gas tour subway final every each any whistle hard dead quick short "
            + "brief great good nice fun long single only other new old same favorite campaign food coffee lunch potty fuel photo transit shuttle streetcar trolley emergency door another this");

    /// <summary>Words that make "stop" at the end a verb of its sentence: "it will not stop".</summary>
    public static readonly FrozenSet<string> BeforeVerb =
        Set("to i we he she it they that you will wont would wouldnt could couldnt should shouldnt can cant do does did dont doesnt didnt never not must may might lets let ever "
            + "always until or gonna gotta just really even then them him her us rain snow");

    /// <summary>Where these stand a "stop" at the end is a place.</summary>
    public static readonly FrozenSet<string> Place = Set("wheres whens nearest closest at near bus train metro subway the a my our street st ave avenue road corner where when");

    /// <summary>With these a question begins.</summary>
    public static readonly FrozenSet<string> Asking = Set("what which does do did will is are was were can could how why if");

    /// <summary>Words behind "stop" that make it a visit, a sign, or a shop.</summary>
    public static readonly FrozenSet<string> BehindVisit = Set("by in at over sign signs light lights");

    public static readonly FrozenDictionary<string, string> Yes =
        new Dictionary<string, string> { ["yes"] = "en", ["y"] = "en", ["si"] = "es", ["oui"] = "fr" }.ToFrozenDictionary();

    private static readonly FrozenSet<string> NotTexting = Set("testing tenting texting");

    private static readonly FrozenDictionary<string, InboundKeyword> All = Build();

    private static readonly FrozenDictionary<string, string> Slips = BuildSlips();

    public static InboundKeyword? Find(string word) => All.GetValueOrDefault(word);

    /// <summary>A word of courtesy or noise, which leaves a keyword what it is.</summary>
    public static bool IsFiller(string word) => Fillers.Contains(word) || IsLaughter(word);

    /// <summary>"hahaha", "jajaja", "heheh".</summary>
    private static bool IsLaughter(string word) =>
        word.Length >= 3 && (word.AsSpan().IndexOfAnyExcept("hja") < 0 || word.AsSpan().IndexOfAnyExcept("he") < 0);

    /// <summary>The word meant, where the one written is a known slip, a short form, or grown together; else the same.</summary>
    public static string Meant(string word)
    {
        if (Slips.TryGetValue(word, out var meant))
        {
            return meant;
        }

        if (word.Length is >= 5 and <= 14 && (char.IsAsciiDigit(word[0]) || char.IsAsciiDigit(word[^1])) && Find(word) is null)
        {
            var bare = word.Trim(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
            return word.Length - bare.Length <= 2 && Find(Meant(bare)) is { Kind: InboundKind.OptOut, IsUnmistakable: true } keyword ? keyword.Word.ToLowerInvariant() : word;
        }

        return word.Length >= 8 && word[0] == 'u' && IsNear(word, "unsubscribe", 2) ? "unsubscribe" : IsOnlyStop(word) ? "stop" : SlippedDoing(word) ?? Leaving(word) ?? word;
    }

    /// <summary>Of the long words behind "stop" one letter may be wrong, unless that makes another word.</summary>
    private static string? SlippedDoing(string word) => word.Length switch
    {
        >= 6 and <= 8 when word[0] == 't' && !NotTexting.Contains(word) && IsSlip(word, "texting") => "texting",
        >= 7 and <= 11 when word[0] == 'm' && word is not "massaging" && IsSlip(word, "messaging") => "messaging",
        >= 9 and <= 12 when word[0] == 'c' && IsSlip(word, "contacting") => "contacting",
        >= 6 and <= 9 when word[0] == 's' && IsSlip(word, "spamming") => "spamming",
        >= 8 and <= 11 when word[0] is 'h' && IsSlip(word, "harassing") => "harassing",
        >= 8 and <= 10 when word[0] is 'b' && IsSlip(word, "bothering") => "bothering",
        _ => null,
    };

    /// <summary>One letter wrong, or the same letters in another order.</summary>
    private static bool IsSlip(string word, string target) => IsNear(word, target, 1) || (word.Length == target.Length && word.Order().SequenceEqual(target.Order()));

    /// <summary>Of the long words of French and Spanish the beginning is enough.</summary>
    private static string? Leaving(string word) =>
        word.Length < 8 || !word.StartsWith("des", StringComparison.Ordinal) || Find(word) is not null ? null
        : word.StartsWith("desabon", StringComparison.Ordinal) ? "desabonner"
        : word.StartsWith("desinscr", StringComparison.Ordinal) ? "desinscrire"
        : null;

    /// <summary>"stopstopstop".</summary>
    private static bool IsOnlyStop(string word)
    {
        if (word.Length < 8 || word.Length % 4 != 0)
        {
            return false;
        }

        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] != "stop"[i % 4])
            {
                return false;
            }
        }

        return true;
    }

    private static FrozenDictionary<string, InboundKeyword> Build()
    {
        var all = new Dictionary<string, InboundKeyword>(StringComparer.Ordinal);
        Add("en", InboundKind.OptOut, "stop stopall unsubscribe unsub optout remove", isStrong: true, isUnmistakable: true);
        Add("en", InboundKind.OptOut, "cancel quit revoke dnc stop2end 2stop stop2stop stop2quit stop2unsubscribe text2stop discontinue terminate desist", isStrong: true);
        Add("en", InboundKind.OptOut, "end exit cease stops delete quitting cancelling canceling cancelled canceled stopping ending revoking removed");
        Add("fr", InboundKind.OptOut, "desabonner desinscrire desabonnez desinscrivez desabonnement desinscription", isStrong: true, isUnmistakable: true);
        Add("fr", InboundKind.OptOut, "arretez", isStrong: true, isUnmistakable: true);
        Add("fr", InboundKind.OptOut, "arret arrete arreter", isStrong: true);
        Add("fr", InboundKind.OptOut, "cesser cessez");
        Add("es", InboundKind.OptOut, "alto parar pare cancelar baja detener salir basta desuscribir desuscribirme", isStrong: true);
        Add("es", InboundKind.OptOut, "paren parenle parele", isStrong: true, isUnmistakable: true);
        Add("es", InboundKind.OptOut, "eliminar");
        Add("pt", InboundKind.OptOut, "sair descadastrar", isStrong: true);
        Add("de", InboundKind.OptOut, "abmelden", isStrong: true);
        Add("en", InboundKind.OptIn, "start unstop optin subscribe resubscribe resume restart begin");
        Add("fr", InboundKind.OptIn, "commencer reprendre");
        Add("es", InboundKind.OptIn, "iniciar comenzar reanudar");
        Add("en", InboundKind.Help, "help info");
        Add("fr", InboundKind.Help, "aide");
        Add("es", InboundKind.Help, "ayuda");
        return all.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string language, InboundKind kind, string words, bool isStrong = false, bool isUnmistakable = false)
        {
            foreach (var word in words.Split(' '))
            {
                all.Add(word, new InboundKeyword(word.ToUpperInvariant(), kind, language, isStrong, isUnmistakable));
            }
        }
    }

    private static FrozenDictionary<string, string> BuildSlips()
    {
        var slips = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("stop", "stpo sotp tsop stp sto stopp stoop dtop ztop atop stip sstop st0p 5t0p 5top s7op stahp staph sttop stpp stpop stopo plstop plzstop plsstop pleasestop stoppit");
        Add("cancel", "cancle canel cancell cansel");
        Add("quit", "qiut quitt qit quti quiit wuit");
        Add("please", "plz pls plse pleas pleease plese pleace plaese plss plzz");
        Add("wrong", "wrng worng wrnog wromg rong incorrect wron wrog wrongg wronf");
        Add("text", "txt txet tezt texr tect textt tesxt");
        Add("unsubscribe", "unscribe unsubcribe unsubscribing unsubscribes unsubscription unsubscribtion unsubscriber unsuscribir unsubbed unsubs unsubb unsbscribe desubscribe");
        Add("optout", "optingout optedout optouy optot optut optoit optour optoout optiut");
        Add("dont", "dnt donot dint dony");
        Add("cant", "cannot");
        Add("you", "u yall");
        Add("your", "ur");
        Add("texts", "txts");
        Add("remove", "rmv remv remov remve rempve remobe romove reomve remoove");
        Add("from", "frm fron fom");
        Add("me", "mee");
        Add("take", "tak tke taek");
        Add("texting", "txting textin txtin txtng textng textn texten texn");
        Add("texted", "txted");
        Add("message", "msg mesage messge mssg");
        Add("messages", "msgs mesages messges messeges mssgs msges");
        Add("messaging", "msging messging mssging msgin msgn messagin");
        Add("number", "num nbr numbe nubmer nmber numer numbr numberr nunber numver");
        Add("sending", "sendin sendng snding sening sendign sednig sendimg sendinf sedning senidng");
        Add("stopping", "stoping");
        Add("plus", "pu");
        Add("this", "dis thiz");
        Add("that", "dat");
        Add("hitting", "hittin");
        Add("equivocado", "equibocado ekivocado equivicado");
        Add("leave", "leve leav leavr");
        Add("alone", "alon aloen");
        Add("calling", "callin caling");
        return slips.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string meant, string words)
        {
            foreach (var word in words.Split(' '))
            {
                slips.Add(word, meant);
            }
        }
    }

    /// <summary>Whether that many letters changed, added or left out make one word the other.</summary>
    internal static bool IsNear(string word, string target, int distance)
    {
        if (Math.Abs(word.Length - target.Length) > distance)
        {
            return false;
        }

        Span<int> row = stackalloc int[target.Length + 1];
        for (var j = 0; j <= target.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= word.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= target.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (word[i - 1] == target[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[target.Length] <= distance;
    }

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
