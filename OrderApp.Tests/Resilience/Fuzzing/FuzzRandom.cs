using System.Diagnostics.CodeAnalysis;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>The choices of one case, the same whenever its seed is.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Cases are repeated by their seed.")]
internal sealed class FuzzRandom(int seed)
{
    private readonly Random random = new(seed);

    public int Below(int limit) => random.Next(limit);

    public bool Chance(double probability) => random.NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    public byte[] Bytes(int longest)
    {
        var bytes = new byte[random.Next(longest + 1)];
        random.NextBytes(bytes);
        return bytes;
    }

    public long Whole() => random.NextInt64(long.MinValue, long.MaxValue);

    public double Fraction() => random.NextDouble();
}
