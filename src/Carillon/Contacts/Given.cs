namespace Carillon.Contacts;

/// <summary>A value that a change may bring or leave alone; bringing null empties the field.</summary>
/// <typeparam name="T">The field's type.</typeparam>
public readonly record struct Given<T>
{
    private Given(T value) => (IsGiven, Value) = (true, value);

    /// <summary>Whether the change speaks of the field.</summary>
    public bool IsGiven { get; }

    /// <summary>What it brings.</summary>
    public T? Value { get; }

    /// <summary>A value that is brought.</summary>
    public static Given<T> Of(T value) => new(value);

    /// <summary>A value that is brought.</summary>
    public static implicit operator Given<T>(T value) => new(value);

    /// <summary>The value brought, or else the one that was there.</summary>
    public T? Or(T? before) => IsGiven ? Value : before;
}
