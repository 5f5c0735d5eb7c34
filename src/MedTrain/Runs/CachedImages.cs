using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Cohorts.Audit;

namespace MedTrain.Runs;

/// <summary>Audits the preprocessed images of a cohort.</summary>
internal static class CachedImages
{
    /// <summary>Finds the same image, or nearly the same, in different parts of the split.</summary>
    public static IReadOnlyList<AuditFinding> Audit(Cohort cohort, Split split, CaseCache cache, CancellationToken cancellation) =>
        ImageAudit.Run(cohort, split, cache.ContentHashes, index => cache.Has(index) ? PrintOf(cache, index) : null, cache.Audits, cancellation);

    /// <summary>The print of the first channel.</summary>
    private static ImagePrint PrintOf(CaseCache cache, int index)
    {
        int[] sides = [.. cache.Shape.Skip(1).Select(side => (int)side)];
        var voxels = new float[cache.Shape.Aggregate(1L, (product, side) => product * side)];
        cache.Read(index, voxels);
        var depth = sides.Length == 3 ? sides[0] : 1;
        return ImagePrint.Of(voxels.AsSpan(0, depth * sides[^2] * sides[^1]), depth, sides[^2], sides[^1]);
    }
}
