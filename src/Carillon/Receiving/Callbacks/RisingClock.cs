using Carillon.Storage;

namespace Carillon.Receiving.Callbacks;

/// <summary>The instants at which things are received: each later than the one before, by the least step that both engines store.</summary>
internal sealed class RisingClock(TimeProvider time)
{
    private long _last;

    public DateTimeOffset Next()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var next = Math.Max(Instants.ToMicroseconds(time.GetUtcNow()), last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return Instants.FromMicroseconds(next);
            }
        }
    }
}
