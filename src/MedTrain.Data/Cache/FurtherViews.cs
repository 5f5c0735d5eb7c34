using MedTrain.Data.Cohorts;

namespace MedTrain.Data.Cache;

/// <summary>The cached images of further views of a cohort's cases, such as lateral radiographs beside frontal ones.</summary>
public sealed class FurtherViews : IDisposable
{
    private readonly List<CaseCache> caches = [];

    /// <summary>Number of further views.</summary>
    public int Count => caches.Count;

    /// <summary>Opens a cache for each view and makes every image that is missing.</summary>
    /// <param name="request">As for the first view, whose paths are those of the cohort.</param>
    /// <param name="config">Which columns hold the paths, and what they are relative to.</param>
    /// <param name="first">Shape of the first view's images.</param>
    /// <param name="cancellation">Stops between images; those made so far are kept.</param>
    /// <exception cref="CohortException">Images are unreadable, or of another size than the first view's.</exception>
    public static FurtherViews Open(CacheRequest request, CohortConfig config, IReadOnlyList<long> first, CancellationToken cancellation)
    {
        var views = new FurtherViews();
        try
        {
            foreach (var column in config.Views)
            {
                var cache = CaseCache.Open(request with { Cohort = CohortOf(request.Cohort, config, column) }, cancellation);
                views.caches.Add(cache);
                if (!cache.Shape.SequenceEqual(first))
                {
                    var message = $"ends with images of {Sides(cache.Shape)} for the view '{column}' and of {Sides(first)} for the first one; "
                        + "all views go through the same network: add resize or crop_or_pad";
                    throw new CohortException([new DataProblem(DataProblemKind.Config, message, ConfigKey: "preprocessing")]);
                }
            }
            return views;
        }
        catch
        {
            views.Dispose();
            throw;
        }
    }

    /// <summary>Whether all further images of a case could be read.</summary>
    /// <param name="index">Index into <see cref="Cohort.Cases"/>.</param>
    public bool Has(int index) => caches.TrueForAll(cache => cache.Has(index));

    /// <summary>Copies the voxels of all views of one case, the first's first; may be called from several threads.</summary>
    /// <param name="first">The first view's images.</param>
    /// <param name="index">Index into <see cref="Cohort.Cases"/>.</param>
    /// <param name="destination">As many floats as all views have.</param>
    public void Read(CaseCache first, int index, Span<float> destination)
    {
        var length = destination.Length / (1 + Count);
        first.Read(index, destination[..length]);
        for (var view = 0; view < Count; view++)
        {
            caches[view].Read(index, destination.Slice((view + 1) * length, length));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => caches.ForEach(cache => cache.Dispose());

    private static Cohort CohortOf(Cohort cohort, CohortConfig config, string column)
    {
        var root = Path.GetFullPath(config.Root ?? Path.GetDirectoryName(Path.GetFullPath(config.Manifest!))!);
        return new Cohort(
            cohort.Source, cohort.Task, cohort.LabelNames, [.. cohort.Cases.Select(one => one with { Path = Path.GetFullPath(one.Columns[column], root) })]);
    }

    private static string Sides(IEnumerable<long> shape) => string.Join(" x ", shape.Skip(1).Reverse());
}
