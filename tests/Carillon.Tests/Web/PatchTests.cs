using System.Text.Json;
using AwesomeAssertions;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;

namespace Carillon.Tests.Web;

public sealed class PatchTests
{
    [Fact]
    public void Absent_stays_null_clears_and_anything_else_is_new()
    {
        var patch = Of("""{"first": null, "second": "new"}""");

        patch.TextOrNull("first", 10).Or("old").Should().BeNull();
        patch.TextOrNull("second", 10).Or("old").Should().Be("new");
        patch.TextOrNull("third", 10).Or("old").Should().Be("old");
        patch.IsRefused().Should().BeFalse();
    }

    [Fact]
    public void A_field_nobody_asked_for_is_refused_by_its_path()
    {
        var patch = Of("""{"brand": {"name": "A", "colour": "red"}, "status": "running"}""");

        var brand = patch.Inside("brand")!;
        brand.Text("name", 10).Or("").Should().Be("A");
        brand.IsRefused().Should().BeTrue();
        patch.IsRefused().Should().BeTrue();

        patch.Errors.Code.Should().Be(InputErrors.UnknownField);
        patch.Errors.ByField.Keys.Should().BeEquivalentTo("brand.colour", "status");
    }

    [Theory]
    [InlineData("""{"x": null}""")]
    [InlineData("""{"x": 1}""")]
    [InlineData("""{"x": ""}""")]
    [InlineData("""{"x": "   "}""")]
    [InlineData("""{"x": "12345678901"}""")]
    public void A_text_that_must_be_there_is_short_and_not_empty(string body)
    {
        var patch = Of(body);

        patch.Text("x", 10);

        patch.Errors.ByField.Keys.Should().Equal("x");
    }

    [Fact]
    public void Values_are_read_as_strictly_as_in_whole_bodies()
    {
        var patch = Of("""{"status": "InDoubt", "id": "zz", "items": [{"count": "1"}]}""");

        patch.Read<MessageStatus>("status");
        patch.ReadOrNull<ContactId?>("id");
        patch.Read<IReadOnlyList<Item>>("items");

        patch.Errors.ByField.Keys.Should().BeEquivalentTo("status", "id", "items[0].count");
    }

    [Fact]
    public void What_is_no_object_is_no_patch() =>
        FluentActions.Invoking(() => Of("[1]")).Should().Throw<JsonException>();

    private static Patch Of(string json) => Patch.Of(JsonSerializer.Deserialize<JsonElement>(json, ApiJson.Options));

    private sealed record Item(int Count);
}
