using System.Globalization;

namespace MedTrain.Data.Imaging.Dicom;

/// <summary>
/// Parallel slices sorted along their common normal, or an <see cref="InvalidDataException"/> that names what keeps them from being
/// a volume: mixed orientation, duplicates, gaps or uneven spacing.
/// </summary>
internal sealed class SliceStack
{
    /// <summary>Slices closer than this lie at the same place.</summary>
    private const double SamePlaceMm = 1e-3;

    /// <summary>Distances may differ by this share of their median.</summary>
    private const double EvenShare = 0.05;

    private SliceStack(IReadOnlyList<int[]> volumes, Vector3 stepMm)
    {
        Volumes = volumes;
        StepMm = stepMm;
    }

    /// <summary>For each volume the numbers of its slices, in order of position. Several volumes share the same positions.</summary>
    public IReadOnlyList<int[]> Volumes { get; }

    /// <summary>From a slice to the next, LPS mm: the voxel z axis. Zero for a single slice.</summary>
    public Vector3 StepMm { get; }

    /// <summary>Sorts slices.</summary>
    /// <param name="planes">Where each slice lies.</param>
    /// <param name="order">Which of several slices at one place comes first, such as its time.</param>
    /// <param name="allowUneven">Accept uneven distances with a warning.</param>
    /// <param name="warnings">Receives what was accepted.</param>
    public static SliceStack Sort(IReadOnlyList<SlicePlane> planes, IReadOnlyList<double> order, bool allowUneven, List<string> warnings)
    {
        CheckParallel(planes);
        Vector3 normal = planes[0].Normal;
        List<List<int>> places = GroupByPlace([.. planes.Select(p => p.Position.Dot(normal))]);
        int perPlace = places[0].Count;
        if (places.Any(p => p.Count != perPlace))
        {
            int doubled = places.Count(p => p.Count > places.Min(q => q.Count));
            throw new InvalidDataException(
                $"duplicate slices: {doubled} of {places.Count} positions hold more slices than the others; remove the duplicates");
        }
        int[][] volumes = [.. Enumerable.Range(0, perPlace).Select(v =>
            places.Select(p => p.OrderBy(i => order[i]).ThenBy(i => i).ElementAt(v)).ToArray())];
        Vector3[] positions = [.. volumes[0].Select(i => planes[i].Position)];
        CheckDistances(positions, normal, allowUneven, warnings);
        Vector3 step = positions.Length == 1 ? Vector3.Zero : (positions[^1] - positions[0]) / (positions.Length - 1);
        if (positions.Length > 1 && step.Normalized().Dot(normal) < 0.9998)
        {
            warnings.Add("the slices are shifted against each other (gantry tilt): the z axis is not at right angles to the slices");
        }
        return new SliceStack(volumes, step);
    }

    /// <summary>The slices of the chosen volume.</summary>
    public int[] Choose(int? volumeIndex)
    {
        if (volumeIndex is null)
        {
            return Volumes.Count == 1 ? Volumes[0] : throw new InvalidDataException(
                $"holds {Volumes.Count} volumes at the same positions (times, echoes, or each slice twice); choose one with a "
                    + $"volume index from 0 to {Volumes.Count - 1}");
        }
        return volumeIndex >= 0 && volumeIndex < Volumes.Count ? Volumes[volumeIndex.Value] : throw new InvalidDataException(
            $"has no volume {volumeIndex}; it holds {Volumes.Count}, numbered from 0");
    }

    private static void CheckParallel(IReadOnlyList<SlicePlane> planes)
    {
        int turned = planes.Count(p => !p.IsParallelTo(planes[0]));
        if (turned > 0)
        {
            throw new InvalidDataException(
                $"mixed orientation: {turned} of {planes.Count} slices point another way than the first (a localizer among them?); "
                    + "remove or separate them");
        }
    }

    private static List<List<int>> GroupByPlace(double[] along)
    {
        var places = new List<List<int>>();
        double last = double.NegativeInfinity;
        foreach (int slice in Enumerable.Range(0, along.Length).OrderBy(i => along[i]).ThenBy(i => i))
        {
            if (along[slice] - last > SamePlaceMm)
            {
                places.Add([]);
                last = along[slice];
            }
            places[^1].Add(slice);
        }
        return places;
    }

    private static void CheckDistances(Vector3[] positions, Vector3 normal, bool allowUneven, List<string> warnings)
    {
        double[] distances = [.. positions.Skip(1).Zip(positions, (next, here) => (next - here).Dot(normal))];
        if (distances.Length == 0)
        {
            return;
        }
        double median = distances.Order().ElementAt(distances.Length / 2);
        double tolerance = Math.Max(EvenShare * median, SamePlaceMm);
        int worst = Array.FindIndex(distances, d => Math.Abs(d - median) > tolerance);
        if (worst < 0)
        {
            return;
        }
        int gaps = distances.Count(d => d > 1.5 * median);
        string found = gaps > 0
            ? Text($"{gaps} gap(s): slices {worst} and {worst + 1} (by position) are ")
                + Text($"{distances[worst]:0.###} mm apart where {median:0.###} mm is usual; slices are missing")
            : Text($"uneven spacing: slices are {distances.Min():0.###} to {distances.Max():0.###} mm apart");
        if (!allowUneven)
        {
            throw new InvalidDataException($"{found}. Export the series again, or allow uneven slices");
        }
        warnings.Add($"{found}; their mean distance is used");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
