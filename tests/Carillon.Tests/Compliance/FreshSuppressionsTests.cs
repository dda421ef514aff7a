using AwesomeAssertions;
using Carillon.Compliance;
using Carillon.Primitives;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Compliance;

public sealed class FreshSuppressionsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PhoneNumber _number = PhoneNumber.FromStored("+15550100001");

    [Fact]
    public void A_number_is_remembered_for_seconds_in_its_workspace_only()
    {
        var (one, other) = (Id.New<WorkspaceId>(_time), Id.New<WorkspaceId>(_time));
        var fresh = new FreshSuppressions(_time);

        fresh.Add(one, _number);

        fresh.Covers(one, _number).Should().BeTrue();
        fresh.Covers(other, _number).Should().BeFalse();
        _time.Advance(FreshSuppressions.Memory);
        fresh.Covers(one, _number).Should().BeFalse();
    }

    [Fact]
    public void A_number_suppressed_again_is_remembered_from_then_on()
    {
        var workspace = Id.New<WorkspaceId>(_time);
        var fresh = new FreshSuppressions(_time);

        fresh.Add(workspace, _number);
        _time.Advance(FreshSuppressions.Memory);
        fresh.Add(workspace, _number);

        fresh.Covers(workspace, _number).Should().BeTrue();
    }
}
