using Carillon.Primitives;

namespace Carillon.Server.Sending;

/// <summary>What a failure means for somebody who wants to do something about it.</summary>
internal static class FailureWords
{
    public static string Of(FailureReason reason) => reason switch
    {
        FailureReason.InvalidNumber => "The number is not in use. It is not texted again; ask the person for the present one.",
        FailureReason.NotTextable => "A landline or another line without texts. It is not texted again.",
        FailureReason.OptedOut => "The provider had an opt-out that was not known here. It is kept now.",
        FailureReason.Unreachable => "Off or out of reach for too long. Nothing to mend; a later campaign may arrive.",
        FailureReason.Blocked => "The person or the carrier blocks your number. Many of these: look at the words and the list.",
        FailureReason.Filtered => "A carrier took it for spam. Change the words, say who you are, avoid shortened links, and check the sender's registration.",
        FailureReason.Content => "The carrier or provider refused the words.",
        FailureReason.Sender => "The sender may not send this traffic: check its registration at the provider.",
        FailureReason.Destination => "Texts to that country are switched off at the provider.",
        FailureReason.RateLimited => "Faster than the provider or carrier allows. Lower the sender's or the account's rate.",
        FailureReason.Unauthorized => "The provider did not take the login. Test the account.",
        FailureReason.AccountBlocked => "The account is out of credit or suspended. Settle it at the provider.",
        FailureReason.Connection => "The provider could not be reached, so nothing left.",
        FailureReason.Temporary => "Passing trouble at the provider or carrier.",
        FailureReason.BadRequest => "The provider did not understand the request; tell whoever runs this server.",
        FailureReason.Expired => "It lay in a queue until it was too late to be of use.",
        FailureReason.Unknown => "The provider's code has no word of ours; look it up by the code.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
