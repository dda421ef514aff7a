using System.Collections.Frozen;

namespace Carillon.Text.Inbound;

/// <summary>Marks the keywords that a negation takes back: "don't stop", "why did you unsubscribe me", "no me den de baja".</summary>
internal static class InboundNegations
{
    /// <summary>Stands before a keyword that a negation takes back.</summary>
    public const string Negated = "~";

    private static readonly FrozenSet<string> Negations = Set("dont didnt never cant wont doesnt shouldnt wouldnt couldnt havent hasnt not aint accidentally mistakenly");

    private static readonly FrozenSet<string> Between =
        Set("ever you please pls just be want to need wish like wanna i we they going gonna dare accidentally actually really even mean meant trying try have had forget remember");

    /// <summary>Between a denied intention and the keyword also stands how it was said: "didn't mean to text STOP".</summary>
    private static readonly FrozenSet<string> BetweenMeaning = Set("mean meant intend intended to text send type say reply write press hit you the word");

    /// <summary>"I never told you to stop".</summary>
    private static readonly FrozenSet<string> Saying = Set("say said tell told ask asked text texted type typed send sent reply replied you to the word i wanted want");

    private static readonly FrozenSet<string> Negatable = Set("stop unsubscribe unsub optout remove quit cease unsubscribed take delete drop erase end cancel leave removed");

    private static readonly FrozenSet<string> Others = Set("you they u yall");

    private static readonly FrozenSet<string> SpanishWishes = Set("quiero queremos quise queria deseo que me nos se lo");

    private static readonly FrozenSet<string> SpanishWords = Set(
        "den de dar darme darse dejen deje dejes paren pare pares quiten quite quites eliminen elimine elimines borren borre borres saquen saque saques cancelen cancele canceles "
        + "cancelar desuscriban desuscribir desuscribirme");

    private static readonly FrozenSet<string> FrenchWords =
        Set("desabonnez desabonner desabonne desabonnee desinscrire desinscrivez desinscrit desinscris retirez supprimez enlevez");

    /// <summary>Who cannot get away wants to.</summary>
    private static readonly FrozenSet<string> FrenchInability = Set("arrive arrivons peux peut pouvons parviens reussis sais comprends trouve vous");

    /// <summary>Marks them in place.</summary>
    public static void Mark(List<InboundWord> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            MarkEnglish(words, i);
            if (words[i].Text == "no")
            {
                MarkSpanish(words, i);
            }
            else if (words[i].Text is "pas" or "jamais")
            {
                MarkFrench(words, i);
            }
        }
    }

    private static void MarkEnglish(List<InboundWord> words, int at)
    {
        var start = End(words, at);
        var means = start > 0 && start < words.Count && words[start].Text is "mean" or "meant" or "intend";
        var says = words[at].Text is "didnt" or "never" && !(start < words.Count && words[at].Text == "never" && words[start].Text is "text");
        for (var next = start; start > 0 && next < words.Count && next <= start + (means || says ? 4 : 3); next++)
        {
            if (Negatable.Contains(words[next].Text))
            {
                // Who cannot get away wants to.
                if (!(words[at].Text is "cant" or "couldnt" && words[next].Text is "unsubscribe" or "optout" or "unsub"))
                {
                    Take(words, next);
                }

                break;
            }

            if (!Between.Contains(words[next].Text) && !(means && BetweenMeaning.Contains(words[next].Text)) && !(says && Saying.Contains(words[next].Text)))
            {
                break;
            }
        }
    }

    /// <summary>The place behind a negation that begins here; 0 when none does.</summary>
    private static int End(List<InboundWord> words, int at)
    {
        var word = words[at].Text;
        var next = at + 1 < words.Count ? words[at + 1].Text : "";
        if (word == "did" && next is "you" or "they" or "i" or "we")
        {
            return at + 2;
        }

        if (word == "why" && next is "was" or "am" or "were" && at + 2 < words.Count && words[at + 2].Text == "i")
        {
            return at + 3;
        }

        // "You still haven't removed me" complains that it was not done.
        if (!Negations.Contains(word) || (word is "havent" or "hasnt" or "not" && next is "unsubscribe" or "unsub" or "optout" && (IsOther(words, at - 1) || IsOther(words, at - 2))))
        {
            return 0;
        }

        // "Why won't you stop", "can't you stop": a question that wants it.
        var asks = next is "you" or "this" or "it" or "these" && (word is "cant" or "wont" || (at > 0 && words[at - 1].Text == "why"));
        return asks ? 0 : at + 1;
    }

    /// <summary>"No me den de baja", "no quiero cancelar"; "no, quítenme" is none.</summary>
    private static void MarkSpanish(List<InboundWord> words, int at)
    {
        for (var next = at + 1; next < words.Count && next <= at + 5; next++)
        {
            if (SpanishWords.Contains(words[next].Text) && (next > at + 1 || words[next].Text != "de"))
            {
                // One keyword alone behind "no" may be "no, cancelar": a person reads that.
                if (next > at + 1 || (next + 1 < words.Count && !words[next + 1].IsBreak))
                {
                    Take(words, next);
                }

                return;
            }

            if (!SpanishWishes.Contains(words[next].Text))
            {
                return;
            }
        }
    }

    /// <summary>"Ne me désabonnez pas", "je ne veux pas me désabonner"; who does not manage to wants to.</summary>
    private static void MarkFrench(List<InboundWord> words, int at)
    {
        for (var near = Math.Max(0, at - 5); near < at; near++)
        {
            if (FrenchInability.Contains(words[near].Text))
            {
                return;
            }
        }

        for (var near = Math.Max(0, at - 2); near < words.Count && near <= at + 3 && !(near > at && words[near].IsBreak); near++)
        {
            if (FrenchWords.Contains(words[near].Text) && !words.GetRange(Math.Min(near, at), Math.Abs(near - at)).Exists(word => word.IsBreak))
            {
                Take(words, near);
                return;
            }
        }
    }

    private static void Take(List<InboundWord> words, int at) => words[at] = words[at] with { Text = Negated + words[at].Text };

    private static bool IsOther(List<InboundWord> words, int at) => at >= 0 && Others.Contains(words[at].Text);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
