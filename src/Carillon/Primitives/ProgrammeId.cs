namespace Carillon.Primitives;

/// <summary>Names a programme that people join by a keyword.</summary>
public readonly record struct ProgrammeId(Guid Value) : IId<ProgrammeId>, IComparable<ProgrammeId>
{
    /// <inheritdoc/>
    public static ProgrammeId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ProgrammeId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(ProgrammeId left, ProgrammeId right) => left.CompareTo(right) < 0;

    public static bool operator >(ProgrammeId left, ProgrammeId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ProgrammeId left, ProgrammeId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ProgrammeId left, ProgrammeId right) => left.CompareTo(right) >= 0;
}
