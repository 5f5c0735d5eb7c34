namespace TorchSharp.Modules;

/// <summary>Sizes of windows as the operators take them: one number for each dimension.</summary>
internal static class PerDimension
{
    /// <summary>The same number for each dimension.</summary>
    internal static long[] All(int dimensions, long value) => [.. Enumerable.Repeat(value, dimensions)];

    /// <summary>The same number for each dimension; null for null.</summary>
    internal static long[]? AllOrNull(int dimensions, long? value) => value is { } given ? All(dimensions, given) : null;

    /// <summary>Two numbers.</summary>
    internal static long[] Each((long, long) value) => [value.Item1, value.Item2];

    /// <summary>Three numbers.</summary>
    internal static long[] Each((long, long, long) value) => [value.Item1, value.Item2, value.Item3];

    /// <summary>Two numbers; the given one twice for null.</summary>
    internal static long[] Each((long, long)? value, long otherwise) => Each(value ?? (otherwise, otherwise));

    /// <summary>Three numbers; the given one three times for null.</summary>
    internal static long[] Each((long, long, long)? value, long otherwise) => Each(value ?? (otherwise, otherwise, otherwise));

    /// <summary>Two numbers; null for null.</summary>
    internal static long[]? OrNull((long, long)? value) => value is { } given ? Each(given) : null;

    /// <summary>Three numbers; null for null.</summary>
    internal static long[]? OrNull((long, long, long)? value) => value is { } given ? Each(given) : null;
}
