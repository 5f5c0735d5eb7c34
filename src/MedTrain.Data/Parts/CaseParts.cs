using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Parts;

/// <summary>The parts of a cohort's cached images; only the voxels of the part that is asked for are read.</summary>
public sealed class CaseParts
{
    private readonly CaseCache cache;
    private readonly Part[]?[] parts;

    /// <summary>Finds the parts of every image.</summary>
    /// <param name="kind">How images are divided.</param>
    /// <param name="cache">The images.</param>
    /// <param name="cohort">The cohort that the cache was opened for.</param>
    /// <exception cref="CohortException">Images cannot be divided so; names the first ones.</exception>
    public CaseParts(VolumeParts kind, CaseCache cache, Cohort cohort)
    {
        this.cache = cache;
        var problems = new ProblemList(cohort.Source);
        parts = new Part[]?[cache.Count];
        for (var index = 0; index < parts.Length; index++)
        {
            if (!cache.Has(index))
            {
                continue;
            }
            try
            {
                parts[index] = [.. kind.Of(cache.GeometryOf(index))];
            }
            catch (PreprocessingException error)
            {
                problems.AddLine(cohort.Cases[index].ManifestLine, "image that cannot be divided", error.Message);
            }
        }
        if (problems.ToList() is { Count: > 0 } found)
        {
            throw new CohortException(found);
        }
        var first = parts.First(one => one is not null)!;
        Names = [.. first.Select(part => part.Name)];
        Shape = [first[0].Stacked == 1 ? cache.ChannelCount : first[0].Stacked, .. first[0].Shape[1..]];
    }

    /// <summary>Names of an image's parts, in order; the same for all images.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Shape of one part, [C, H, W] or [C, D, H, W]; K stacked slices are K channels.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Copies the voxels of one part; may be called from several threads.</summary>
    /// <param name="index">Index of the case in the cohort.</param>
    /// <param name="part">Number of the part, from 0.</param>
    /// <param name="destination">As many floats as <see cref="Shape"/> multiplies to.</param>
    /// <exception cref="InvalidOperationException">The case has no image.</exception>
    public void Read(int index, int part, Span<float> destination) =>
        cache.ReadPart(index, PartOf(index, part), destination);

    /// <summary>Size and place of the box that one part is cut from.</summary>
    /// <param name="index">Index of the case in the cohort.</param>
    /// <param name="part">Number of the part, from 0.</param>
    /// <exception cref="InvalidOperationException">The case has no image.</exception>
    public Geometry GeometryOf(int index, int part)
    {
        var (image, box) = (cache.GeometryOf(index), PartOf(index, part));
        return image with { Size = box.Size, OriginMm = image.ToWorld(new Vector3(box.First.X, box.First.Y, box.First.Z)) };
    }

    private Part PartOf(int index, int part) =>
        (parts[index] ?? throw new InvalidOperationException($"Case {index} has no image: it was unreadable."))[part];
}
