using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Text;

namespace Carillon.Receiving.Texts;

/// <summary>A text to us with all that is known around it.</summary>
/// <param name="Workspace">To whom it was written.</param>
/// <param name="Source">The provider that brought it.</param>
/// <param name="Text">The text.</param>
/// <param name="Meaning">How it reads.</param>
/// <param name="At">When it was written.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Contact">Who wrote it.</param>
/// <param name="Sender">The sender it was written to, if it is one of ours.</param>
internal sealed record HeardText(
    WorkspaceId Workspace, Provider Source, ChannelEvent.InboundText Text, InboundMeaning Meaning, DateTimeOffset At, DateTimeOffset ReceivedAt, ContactId Contact, Sender? Sender);
