namespace Carillon.Primitives;

/// <summary>Names one long piece of work.</summary>
public readonly record struct JobId(Guid Value) : IId<JobId>, IComparable<JobId>
{
    /// <inheritdoc/>
    public static JobId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(JobId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(JobId left, JobId right) => left.CompareTo(right) < 0;

    public static bool operator >(JobId left, JobId right) => left.CompareTo(right) > 0;

    public static bool operator <=(JobId left, JobId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(JobId left, JobId right) => left.CompareTo(right) >= 0;
}
