namespace Carillon.Text;

/// <summary>
/// What a body costs and how it is cut. Each figure shown or billed comes from here: the counter of the editor, the
/// estimate of a campaign, the weight in a limit, the check of a bill.
/// </summary>
public static class SmsText
{
    /// <summary>Longer texts are refused unless a provider allows more: most carriers join no more parts.</summary>
    public const int MaxSegments = 10;

    /// <summary>Encoding, segments and units, without any allocation.</summary>
    public static SmsCount Count(ReadOnlySpan<char> body)
    {
        var septets = 0;
        foreach (var character in body)
        {
            var cost = GsmAlphabet.Cost(character);
            if (cost == 0)
            {
                return new SmsCount(SmsEncoding.Ucs2, Ucs2Segments(body), body.Length);
            }

            septets += cost;
        }

        return new SmsCount(SmsEncoding.Gsm7, Gsm7Segments(body, septets), septets);
    }

    /// <summary>The body that is sent under this smart encoding: the same instance where nothing is replaced.</summary>
    public static string Replace(string body, SmartEncoding smart) => SmartReplacement.Apply(body, smart, null);

    /// <summary>Everything about a body that an editor shows.</summary>
    public static SmsAnalysis Analyse(string body, SmartEncoding smart = SmartEncoding.Off)
    {
        var substitutions = new List<SmsSubstitution>();
        var sent = SmartReplacement.Apply(body, smart, substitutions);
        var count = Count(sent);
        var parts = Cut(sent, count);
        return new SmsAnalysis
        {
            Body = sent,
            Encoding = count.Encoding,
            Segments = count.Segments,
            Units = count.Units,
            UnitsLeft = UnitsLeft(parts, count),
            Parts = parts,
            Offending = count.Encoding == SmsEncoding.Ucs2 ? Offending(sent) : [],
            Substitutions = substitutions,
        };
    }

    private static int Gsm7Segments(ReadOnlySpan<char> body, int septets)
    {
        if (septets <= SmsEncoding.Gsm7.UnitsOfSingle)
        {
            return septets == 0 ? 0 : 1;
        }

        var limit = SmsEncoding.Gsm7.UnitsOfPart;
        if (septets == body.Length)
        {
            return (septets + limit - 1) / limit;
        }

        var segments = 0;
        for (var start = 0; start < body.Length; start += PartLength(body[start..], SmsEncoding.Gsm7))
        {
            segments++;
        }

        return segments;
    }

    private static int Ucs2Segments(ReadOnlySpan<char> body)
    {
        if (body.Length <= SmsEncoding.Ucs2.UnitsOfSingle)
        {
            return 1;
        }

        var segments = 0;
        for (var start = 0; start < body.Length; start += PartLength(body[start..], SmsEncoding.Ucs2))
        {
            segments++;
        }

        return segments;
    }

    /// <summary>How many characters the next part of a text takes; an escape pair or a surrogate pair is never divided.</summary>
    private static int PartLength(ReadOnlySpan<char> rest, SmsEncoding encoding)
    {
        var limit = encoding.UnitsOfPart;
        if (encoding == SmsEncoding.Ucs2)
        {
            if (rest.Length <= limit)
            {
                return rest.Length;
            }

            return char.IsHighSurrogate(rest[limit - 1]) && char.IsLowSurrogate(rest[limit]) ? limit - 1 : limit;
        }

        var units = 0;
        for (var i = 0; i < rest.Length; i++)
        {
            units += GsmAlphabet.Cost(rest[i]);
            if (units > limit)
            {
                return i;
            }
        }

        return rest.Length;
    }

    private static List<string> Cut(string body, SmsCount count)
    {
        if (count.Segments <= 1)
        {
            return body.Length == 0 ? [] : [body];
        }

        var parts = new List<string>(count.Segments);
        for (var start = 0; start < body.Length; start += parts[^1].Length)
        {
            parts.Add(body.Substring(start, PartLength(body.AsSpan(start), count.Encoding)));
        }

        return parts;
    }

    private static int UnitsLeft(List<string> parts, SmsCount count)
    {
        if (count.Segments <= 1)
        {
            return count.Encoding.UnitsOfSingle - count.Units;
        }

        var last = 0;
        foreach (var character in parts[^1])
        {
            last += count.Encoding == SmsEncoding.Ucs2 ? 1 : GsmAlphabet.Cost(character);
        }

        return count.Encoding.UnitsOfPart - last;
    }

    private static List<OffendingCharacter> Offending(string body)
    {
        var found = new List<OffendingCharacter>();
        for (var i = 0; i < body.Length; i++)
        {
            if (GsmAlphabet.Cost(body[i]) > 0)
            {
                continue;
            }

            var length = char.IsHighSurrogate(body[i]) && i + 1 < body.Length && char.IsLowSurrogate(body[i + 1]) ? 2 : 1;
            found.Add(new OffendingCharacter(i, body.Substring(i, length), SmartReplacement.Suggest(body, i)));
            i += length - 1;
        }

        return found;
    }
}

/// <summary>The cost of a body: its encoding, the messages billed for it, and its septets or code units.</summary>
public readonly record struct SmsCount(SmsEncoding Encoding, int Segments, int Units);
