using Microsoft.AspNetCore.Components;

namespace Carillon.Server.Web.Design;

/// <summary>A column of a <see cref="DataTable{TRow}"/>: the viewer may hide it, and order by it where the page can.</summary>
/// <param name="Key">Its name in the address.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Cell">What stands in a row's cell.</param>
public sealed record TableColumn<TRow>(string Key, string Title, RenderFragment<TRow> Cell)
{
    /// <summary>Set to the right, for figures.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Whether rows can be ordered by it: the page reads <c>sort</c> from its address, with a minus for the other way round.</summary>
    public bool IsSortable { get; init; }

    /// <summary>Whether it names the row, which is why it cannot be hidden.</summary>
    public bool IsTitle { get; init; }

    /// <summary>Whether it is shown only to who asks for it.</summary>
    public bool IsExtra { get; init; }
}
