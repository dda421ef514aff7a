using System.Diagnostics;

namespace Carillon.Tests.Text;

/// <summary>How long a piece of work takes when nobody disturbs it: the quickest of many short rounds, so that a busy machine says nothing against the code.</summary>
public static class QuickestRound
{
    /// <summary>Runs the work again and again.</summary>
    public static TimeSpan Of(int rounds, Action work)
    {
        var quickest = TimeSpan.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            work();
            var took = Stopwatch.GetElapsedTime(started);
            quickest = took < quickest ? took : quickest;
        }

        return quickest;
    }
}
