namespace Carillon.Primitives;

/// <summary>The medium.</summary>
public enum Channel
{
    Sms,
    Email,
    Voice,
}

/// <summary>Decides which consent is needed.</summary>
public enum Purpose
{
    Marketing,
    Transactional,
}
