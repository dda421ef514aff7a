namespace Carillon.Storage;

/// <summary>How many rows of a large table are left to be asked something.</summary>
internal enum Left
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>A good share.</summary>
    Many,

    /// <summary>Few, as a rule.</summary>
    Few,
}
