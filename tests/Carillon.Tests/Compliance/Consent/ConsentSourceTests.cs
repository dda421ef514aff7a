using AwesomeAssertions;
using Carillon.Compliance.Consent;

namespace Carillon.Tests.Compliance.Consent;

public sealed class ConsentSourceTests
{
    [Theory]
    [InlineData("bought")]
    [InlineData("Bought list")]
    [InlineData("purchased")]
    [InlineData("purchased leads")]
    [InlineData("Purchased from a data broker")]
    [InlineData("a list bought from Acme Data")]
    [InlineData("leads purchased online")]
    [InlineData("shared by a partner")]
    [InlineData("shared list")]
    [InlineData("rented list")]
    [InlineData("third-party list")]
    [InlineData("third party leads")]
    [InlineData("list broker")]
    [InlineData("opt-in data shared with us")]
    [InlineData("scraped from the web")]
    [InlineData("lead vendor")]
    public void Bought_or_shared_data_is_no_source(string source) => ConsentSource.Problem(source).Should().NotBeNull();

    [Theory]
    [InlineData("checkout form")]
    [InlineData("web form, March 2026")]
    [InlineData("bought a roof from us and ticked the box")]
    [InlineData("Purchased at the shop, signed paper form")]
    [InlineData("customers who shared their number at the till")]
    [InlineData("in-store tablet")]
    [InlineData("CRM export of customers who signed up")]
    [InlineData("loyalty programme")]
    [InlineData("keyword JOIN")]
    public void What_people_agreed_to_with_the_seller_is_one(string source) => ConsentSource.Problem(source).Should().BeNull();
}
