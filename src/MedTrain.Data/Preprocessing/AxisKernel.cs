namespace MedTrain.Data.Preprocessing;

/// <summary>
/// Along one axis, which input voxels make each output voxel and with which weights: linear or nearest interpolation, after a Gaussian
/// filter when the grid becomes coarser. Beyond the edge the edge voxel counts.
/// </summary>
/// <remarks>
/// Weights equal those of <c>scipy.ndimage.gaussian_filter1d(mode='nearest', truncate=4)</c> followed by linear interpolation; the
/// Gaussian's sigma is (step − 1) / 2 input voxels, as <c>skimage.transform.resize(anti_aliasing=True)</c> chooses it.
/// </remarks>
internal sealed class AxisKernel
{
    private const double Truncate = 4;

    /// <summary>A position half-way between two voxels goes to the later one, also when rounding has moved it by this much.</summary>
    private const double TieTolerance = 1e-9;

    private AxisKernel(int inputs, int[] first, int taps, float[] weights)
    {
        InputCount = inputs;
        First = first;
        Taps = taps;
        Weights = weights;
    }

    /// <summary>Number of input voxels along the axis.</summary>
    public int InputCount { get; }

    /// <summary>Number of output voxels along the axis.</summary>
    public int OutputCount => First.Length;

    /// <summary>The first input voxel of each output voxel.</summary>
    public int[] First { get; }

    /// <summary>How many input voxels make each output voxel.</summary>
    public int Taps { get; }

    /// <summary>Weights [OutputCount, Taps]; each row sums to 1.</summary>
    public float[] Weights { get; }

    /// <summary>Whether the output equals the input.</summary>
    public bool IsIdentity => InputCount == OutputCount && Taps == 1 && First.Select((first, index) => first == index).All(same => same);

    /// <summary>Makes the kernel for output voxels at input positions <paramref name="start"/> + i · <paramref name="step"/>.</summary>
    /// <param name="inputs">Number of input voxels.</param>
    /// <param name="outputs">Number of output voxels.</param>
    /// <param name="start">Position of the first output voxel, in input voxels from the first one's centre.</param>
    /// <param name="step">Distance of output voxels, in input voxels.</param>
    /// <param name="interpolation">Linear, nearest, or B-spline of coefficients.</param>
    /// <param name="antialias">Whether to filter before a linear interpolation with step above 1.</param>
    public static AxisKernel Of(int inputs, int outputs, double start, double step, Interpolation interpolation, bool antialias)
    {
        if (interpolation == Interpolation.Bspline)
        {
            return Spline(inputs, outputs, start, step);
        }
        var gaussian = interpolation == Interpolation.Linear && antialias && step > 1 ? Gaussian((step - 1) / 2) : [1.0];
        var positions = Enumerable.Range(0, outputs).Select(index => Math.Clamp(start + (index * step), 0, inputs - 1)).ToArray();
        if (interpolation == Interpolation.Nearest)
        {
            positions = Array.ConvertAll(positions, position => Math.Min(inputs - 1, Math.Floor(position + 0.5 + TieTolerance)));
        }
        var whole = gaussian.Length == 1 && Array.TrueForAll(positions, position => position == Math.Floor(position));
        var taps = Math.Min(inputs, whole ? 1 : gaussian.Length + 1);
        var first = new int[outputs];
        var weights = new float[outputs * taps];
        for (var output = 0; output < outputs; output++)
        {
            first[output] = Math.Clamp((int)positions[output] - (gaussian.Length / 2), 0, inputs - taps);
            AddTaps(positions[output], gaussian, first[output], inputs, weights.AsSpan(output * taps, taps));
        }
        return new AxisKernel(inputs, first, taps, weights);
    }

    /// <summary>The filter before a grid becomes coarser, on the old grid; nothing when it becomes finer.</summary>
    public static AxisKernel? Smoothing(int inputs, double step)
    {
        if (step <= 1)
        {
            return null;
        }
        var gaussian = Gaussian((step - 1) / 2);
        var taps = Math.Min(inputs, gaussian.Length);
        var first = new int[inputs];
        var weights = new float[inputs * taps];
        for (var output = 0; output < inputs; output++)
        {
            first[output] = Math.Clamp(output - (gaussian.Length / 2), 0, inputs - taps);
            for (var tap = 0; tap < gaussian.Length; tap++)
            {
                var input = Math.Clamp(output + tap - (gaussian.Length / 2), 0, inputs - 1);
                weights[(output * taps) + input - first[output]] += (float)gaussian[tap];
            }
        }
        return new AxisKernel(inputs, first, taps, weights);
    }

    /// <summary>Cubic B-spline weights of the coefficients that <see cref="SplinePrefilter"/> gives, mirrored at the edges.</summary>
    private static AxisKernel Spline(int inputs, int outputs, double start, double step)
    {
        var taps = Math.Min(inputs, 4);
        var first = new int[outputs];
        var weights = new float[outputs * taps];
        for (var output = 0; output < outputs; output++)
        {
            var position = Math.Clamp(start + (output * step), 0, inputs - 1);
            var (left, t) = ((int)position, position - (int)position);
            double[] cubic = [(1 - t) * (1 - t) * (1 - t) / 6, ((3 * t * t * t) - (6 * t * t) + 4) / 6, ((-3 * t * t * t) + (3 * t * t) + (3 * t) + 1) / 6, t * t * t / 6];
            first[output] = Math.Clamp(left - 1, 0, inputs - taps);
            for (var tap = 0; tap < 4; tap++)
            {
                var input = inputs == 1 ? 0 : Mirrored(left - 1 + tap, inputs);
                weights[(output * taps) + input - first[output]] += (float)cubic[tap];
            }
        }
        return new AxisKernel(inputs, first, taps, weights);
    }

    private static int Mirrored(int index, int count)
    {
        var period = 2 * (count - 1);
        var within = ((index % period) + period) % period;
        return within < count ? within : period - within;
    }

    private static void AddTaps(double position, double[] gaussian, int first, int inputs, Span<float> weights)
    {
        Span<double> sums = new double[weights.Length];
        var left = (int)position;
        for (var side = 0; side < 2; side++)
        {
            var share = side == 0 ? 1 - (position - left) : position - left;
            for (var tap = 0; share > 0 && tap < gaussian.Length; tap++)
            {
                var input = Math.Clamp(left + side + tap - (gaussian.Length / 2), 0, inputs - 1);
                sums[input - first] += share * gaussian[tap];
            }
        }
        for (var tap = 0; tap < weights.Length; tap++)
        {
            weights[tap] = (float)sums[tap];
        }
    }

    private static double[] Gaussian(double sigma)
    {
        var radius = (int)((Truncate * sigma) + 0.5);
        var weights = new double[(2 * radius) + 1];
        for (var tap = 0; tap < weights.Length; tap++)
        {
            weights[tap] = Math.Exp(-0.5 * (tap - radius) * (tap - radius) / (sigma * sigma));
        }
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }
}
