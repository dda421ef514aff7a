using AwesomeAssertions;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using CsCheck;

namespace Carillon.Tests.Web;

public sealed class PageTests
{
    [Theory]
    [InlineData(null, 50)]
    [InlineData("", 50)]
    [InlineData("1", 1)]
    [InlineData("500", 500)]
    public void A_limit_in_range_is_taken(string? limit, int expected)
    {
        var errors = new InputErrors();

        new PageQuery(limit, null, null).Take(errors).Should().Be(expected);

        errors.Any.Should().BeFalse();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("501")]
    [InlineData("-1")]
    [InlineData("ten")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public void Any_other_limit_is_refused_by_name(string limit)
    {
        var errors = new InputErrors();

        new PageQuery(limit, null, null).Take(errors);

        errors.ByField.Keys.Should().Equal("limit");
    }

    [Fact]
    public void A_cursor_leads_back_to_its_place() => Gen.Select(Gen.Long[0, 4_000_000_000_000_000], Gen.Guid).Sample((microseconds, guid) =>
    {
        var place = new TimeCursor<ContactId>(DateTimeOffset.UnixEpoch.AddTicks(microseconds * 10), new ContactId(guid));

        TimeCursor<ContactId>.TryParse(place.ToString(), out var read).Should().BeTrue();
        read.Should().Be(place);
    });

    [Fact]
    public void A_cursor_that_is_not_ours_is_refused_by_name() => Gen.String.Where(text => text.Length > 0).Sample(text =>
    {
        var errors = new InputErrors();

        new PageQuery(null, text, null).After<ContactId>(errors).Should().BeNull();
        errors.ByField.Keys.Should().Equal("cursor");
    });

    [Fact]
    public void Texts_pass_through_a_cursor_whole() => Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 200].Sample(text =>
    {
        CursorText.TryDecode(CursorText.Encode(text), out var read).Should().BeTrue();
        read.Should().Be(text);
    });

    [Fact]
    public void A_page_names_the_next_only_when_there_is_more()
    {
        Page.Of([1, 2, 3], 3, row => $"{row}").NextCursor.Should().BeNull();

        var page = Page.Of([1, 2, 3, 4], 3, row => $"{row}", total: 9);
        page.Items.Should().Equal(1, 2, 3);
        page.NextCursor.Should().Be("3");
        page.Total.Should().Be(9);
    }
}
