namespace MedTrain.Data.Synthesis;

/// <summary>Smooth random texture (value noise): random values on a lattice, blended in between. A pure function of key and place.</summary>
/// <param name="key">Which texture.</param>
internal readonly struct SmoothNoise(ulong key)
{
    /// <summary>The texture with lattice constant 1.</summary>
    /// <returns>A value in [-1, 1], with mean 0.</returns>
    public double At(double x, double y)
    {
        var (left, top) = (Math.Floor(x), Math.Floor(y));
        var (i, j) = ((long)left, (long)top);
        var (across, down) = (Blend(x - left), Blend(y - top));
        var upper = Mix(Lattice(i, j, 0), Lattice(i + 1, j, 0), across);
        var lower = Mix(Lattice(i, j + 1, 0), Lattice(i + 1, j + 1, 0), across);
        return Mix(upper, lower, down);
    }

    /// <summary>The texture with lattice constant 1, in space.</summary>
    /// <returns>A value in [-1, 1], with mean 0.</returns>
    public double At(double x, double y, double z)
    {
        var (left, front, floor) = (Math.Floor(x), Math.Floor(y), Math.Floor(z));
        var (i, j, k) = ((long)left, (long)front, (long)floor);
        var (across, along, up) = (Blend(x - left), Blend(y - front), Blend(z - floor));
        var low = Mix(
            Mix(Lattice(i, j, k), Lattice(i + 1, j, k), across), Mix(Lattice(i, j + 1, k), Lattice(i + 1, j + 1, k), across), along);
        var high = Mix(
            Mix(Lattice(i, j, k + 1), Lattice(i + 1, j, k + 1), across), Mix(Lattice(i, j + 1, k + 1), Lattice(i + 1, j + 1, k + 1), across), along);
        return Mix(low, high, up);
    }

    private double Lattice(long i, long j, long k)
    {
        var hash = key ^ ((ulong)i * 0x9E3779B97F4A7C15) ^ ((ulong)j * 0xC2B2AE3D27D4EB4F) ^ ((ulong)k * 0x165667B19E3779F9);
        hash = (hash ^ (hash >> 31)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 29)) * 0x94D049BB133111EB;
        return ((hash ^ (hash >> 32)) >> 11) * (2.0 / (1UL << 53)) - 1;
    }

    private static double Blend(double t) => t * t * (3 - (2 * t));

    private static double Mix(double from, double to, double share) => from + ((to - from) * share);
}
