using System.Collections.Concurrent;
using System.Globalization;

namespace MedTrain.Data.Imaging.Inspection;

/// <summary>What the images of a cohort have in common and how they differ.</summary>
/// <param name="Read">Images that could be read.</param>
/// <param name="Kinds">Images of each format and modality.</param>
/// <param name="Sizes">Images of each size.</param>
/// <param name="Spacings">Images of each spacing in mm.</param>
/// <param name="Edges">Edges of the histogram's bins, one more than bins.</param>
/// <param name="Histogram">Share of all voxels in each bin, each image counting the same.</param>
/// <param name="Warnings">Images with each kind of warning.</param>
/// <param name="Unreadable">The cases that could not be read, with the reason.</param>
public sealed record ImageSurvey(
    int Read,
    IReadOnlyDictionary<string, int> Kinds,
    IReadOnlyDictionary<string, int> Sizes,
    IReadOnlyDictionary<string, int> Spacings,
    IReadOnlyList<double> Edges,
    IReadOnlyList<double> Histogram,
    IReadOnlyDictionary<string, int> Warnings,
    IReadOnlyList<string> Unreadable)
{
    private const int Bins = 16;
    private const int SampledVoxels = 4096;

    /// <summary>Reads every image once.</summary>
    /// <param name="images">Names for messages, and paths.</param>
    /// <param name="read">Reads one image; called from several threads.</param>
    /// <param name="done">Told after each image.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static ImageSurvey Of(
        IReadOnlyList<(string Name, string Path)> images, Func<string, Volume> read, Action done, CancellationToken cancellation)
    {
        var unreadable = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        var facts = new ConcurrentBag<(string Kind, string Size, string Spacing, double[] Sample, IReadOnlyList<string> Warnings)>();
        Parallel.ForEach(images, options, image =>
        {
            try
            {
                var volume = read(image.Path);
                facts.Add((KindOf(volume), volume.Size.ToString(), SpacingOf(volume), Sample(volume.Voxels), volume.Warnings));
            }
            catch (UnreadableImageException error)
            {
                unreadable.Add($"case '{image.Name}': {error.Reason}");
            }
            done();
        });
        double[] edges = EdgesOf([.. facts.SelectMany(one => one.Sample)]);
        return new ImageSurvey(
            facts.Count,
            Counts(facts.Select(one => one.Kind)),
            Counts(facts.Select(one => one.Size)),
            Counts(facts.Select(one => one.Spacing)),
            edges,
            Shares(facts.Select(one => one.Sample), edges),
            Counts(facts.SelectMany(one => one.Warnings.Distinct(StringComparer.Ordinal))),
            [.. unreadable.Order(StringComparer.Ordinal)]);
    }

    private static string KindOf(Volume volume) => string.Join(", ", new[] { volume.Header?.Format, volume.Header?.Modality, volume.Header?.DataType }.Where(text => !string.IsNullOrEmpty(text)));

    private static string SpacingOf(Volume volume)
    {
        Vector3 s = volume.Geometry.SpacingMm;
        return string.Create(CultureInfo.InvariantCulture, $"{s.X:0.##}x{s.Y:0.##}x{s.Z:0.##}");
    }

    /// <summary>Evenly spaced finite voxels.</summary>
    private static double[] Sample(float[] voxels)
    {
        int step = Math.Max(1, voxels.Length / SampledVoxels);
        return [.. Enumerable.Range(0, (voxels.Length + step - 1) / step).Select(i => (double)voxels[i * step]).Where(double.IsFinite)];
    }

    /// <summary>Even bins between the 0.1 and 99.9 % of all sampled values; the outer bins take what lies beyond.</summary>
    private static double[] EdgesOf(double[] values)
    {
        if (values.Length == 0)
        {
            return [];
        }
        Array.Sort(values);
        double low = values[(int)(0.001 * (values.Length - 1))], high = values[(int)(0.999 * (values.Length - 1))];
        return [.. Enumerable.Range(0, Bins + 1).Select(edge => low + ((high > low ? high - low : 1) * edge / Bins))];
    }

    private static double[] Shares(IEnumerable<double[]> samples, double[] edges)
    {
        var shares = new double[Math.Max(0, edges.Length - 1)];
        var images = 0;
        foreach (double[] sample in samples.Where(sample => sample.Length > 0))
        {
            images++;
            foreach (double value in sample)
            {
                shares[Math.Clamp((int)((value - edges[0]) / (edges[1] - edges[0])), 0, shares.Length - 1)] += 1.0 / sample.Length;
            }
        }
        return Array.ConvertAll(shares, share => share / Math.Max(1, images));
    }

    private static Dictionary<string, int> Counts(IEnumerable<string> values) => values.CountBy(value => value)
        .OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary(entry => entry.Key, entry => entry.Value);
}
