namespace Carillon.Tests.Fakes;

/// <summary>What a fake provider tells of one message by itself, a while after it took it.</summary>
public sealed record FakeFate(TimeSpan After, string Status, string? ErrorCode = null, CallbackTwist Twist = CallbackTwist.None);
