using AwesomeAssertions;

namespace Carillon.Tests.Architecture;

public sealed class RoomTests
{
    private static readonly string[] NobodyLooksThere = ["Services", "Models", "Helpers", "Common", "Utils", "Misc", "Shared"];

    [Fact]
    public void A_room_uses_only_rooms_before_it()
    {
        var wrong =
            from file in SourceTree.Product
            where Rooms.InOrder.Contains(file.Room)
            from used in Rooms.UsedBy(file)
            where !Rooms.MayUse(file.Room, used)
            select $"{file} uses {used}";

        Lines.Of(wrong).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Sending", "Contacts", true)]
    [InlineData("Contacts", "Sending", false)]
    [InlineData("Storage", "Storage", true)]
    [InlineData("Channels", "Text", true)]
    [InlineData("Channels", "Storage", false)]
    public void The_order_is_the_one_written_down(string room, string other, bool allowed) =>
        Rooms.MayUse(room, other).Should().Be(allowed);

    [Theory]
    [InlineData("using Carillon.Sending;\nnamespace Carillon.Contacts;", "Sending")]
    [InlineData("using static Carillon.Server.Access.Doors;\nnamespace Carillon.Server.Contacts;", "Access")]
    [InlineData("namespace Carillon.Contacts;\nclass A { Primitives.Money Price; }", "Primitives")]
    [InlineData("namespace Carillon.Contacts;\n// Carillon.Sending does it\nclass A { string B = \"Carillon.Sending\"; }", null)]
    [InlineData("namespace Carillon.Contacts;\nclass A { int B(C c) => c.Primitives.Money; }", null)]
    public void What_a_file_leans_on_is_read_from_its_code(string text, string? room) =>
        Rooms.UsedBy(new SourceFile("src/Carillon/Contacts/A.cs", text)).Should().Equal(room is null ? [] : [room]);

    [Fact]
    public void Every_folder_of_the_engine_is_a_room() =>
        SourceTree.FoldersOf("src/Carillon").Should().BeSubsetOf(Rooms.InOrder);

    [Fact]
    public void No_folder_is_named_for_nothing() =>
        Lines.Of(SourceTree.Product.Where(file => file.Folders.Intersect(NobodyLooksThere).Any())).Should().BeEmpty();

    [Fact]
    public void No_room_is_used_by_every_file_unseen()
    {
        var inCode = SourceTree.All
            .Where(file => file.Code.Contains("global using", StringComparison.Ordinal) && Rooms.UsedBy(file).Any());
        var inImports = SourceTree.Product
            .Where(file => file.Path.EndsWith("_Imports.razor", StringComparison.Ordinal) && Rooms.UsedBy(file).Any(room => room != file.Room));
        var inProjects = SourceTree.All.Select(file => file.Project).Distinct()
            .SelectMany(project => Directory.GetFiles(Path.Combine(SourceTree.Root, project), "*.csproj"))
            .Where(project => File.ReadAllText(project).Contains("<Using Include=\"Carillon", StringComparison.Ordinal));

        Lines.Of(inCode.Concat(inImports).Select(file => file.Path).Concat(inProjects)).Should().BeEmpty();
    }
}
