namespace Carillon.Text.Inbound;

/// <summary>The phrases by which people ask to get no more, in the writing of <see cref="PhraseBook"/>; small letters, no accents.</summary>
internal static class OptOutPhrases
{
    /// <summary>All of them.</summary>
    public static readonly PhraseBook All = new(
        InboundPhrases.Sets,
        [
            .. EnglishKeywordPhrases.All,
            .. EnglishOptOuts.All,
            .. FrenchOptOuts.All,
            .. SpanishOptOuts.All,
            ("pt", null, """
                nao quero mais? receber
                nao me envie/enviem/mande/mandem
                pare/parem de enviar/mandar/me
                descadastrar/descadastre
                """),
            ("de", null, """
                keine nachrichten/sms mehr
                """),
        ]);
}
