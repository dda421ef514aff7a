using System.Buffers.Binary;
using System.Numerics;

namespace Carillon.Storage.Dialects;

/// <summary>A set of ids or numbers, sixteen bytes at most each, in open addressing: a look is a step or two. Zero is no key.</summary>
internal sealed class HeldKeys
{
    private const int First = 1024;

    // The golden ratio, as Fibonacci hashing takes it, and a second odd number: digits of a number stand in both halves.
    private const ulong Mix = 0x9E3779B97F4A7C15;
    private const ulong MixOther = 0xC2B2AE3D27D4EB4F;
    private UInt128[] _places = new UInt128[First];
    private int _count;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        // Four fifths full at most.
        if (_count >= _places.Length / 5 * 4)
        {
            var before = _places;
            _places = new UInt128[before.Length * 2];
            _count = 0;
            foreach (var key in before)
            {
                Add(key);
            }
        }

        Add(Key(bytes));
    }

    public bool Has(ReadOnlySpan<byte> bytes)
    {
        var key = Key(bytes);
        return key != 0 && _places[Place(key)] == key;
    }

    private void Add(UInt128 key)
    {
        if (key != 0 && Place(key) is var place && _places[place] == 0)
        {
            _places[place] = key;
            _count++;
        }
    }

    /// <summary>Where the key is, or would be.</summary>
    private int Place(UInt128 key)
    {
        var places = _places;
        var mixed = ((ulong)key * Mix) ^ ((ulong)(key >> 64) * MixOther);
        var place = (int)(((mixed ^ (mixed >> 32)) * Mix) >> (64 - BitOperations.Log2((uint)places.Length)));
        while (places[place] is var held && held != 0 && held != key)
        {
            place = (place + 1) & (places.Length - 1);
        }

        return place;
    }

    private static UInt128 Key(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 16)
        {
            return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
        }

        Span<byte> whole = stackalloc byte[16];
        whole.Clear();
        bytes.CopyTo(whole);
        return BinaryPrimitives.ReadUInt128LittleEndian(whole);
    }
}
