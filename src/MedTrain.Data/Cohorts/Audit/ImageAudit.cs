using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace MedTrain.Data.Cohorts.Audit;

/// <summary>Finds the same image, or nearly the same, in different parts of a split.</summary>
public static class ImageAudit
{
    /// <summary>Of 2D images, how many of the 64 bits of the hash may differ before the details are compared.</summary>
    private const int MostBits = 12;

    private const int Listed = 20;

    /// <summary>Compares all images.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="split">Its split.</param>
    /// <param name="contentHashes">Hash of each case's content, in the order of <see cref="Cohort.Cases"/>.</param>
    /// <param name="print">The print of a case's image; null when it has none. Called from several threads.</param>
    /// <param name="memo">Remembers what was found when all images could be compared; null compares anew.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static IReadOnlyList<AuditFinding> Run(
        Cohort cohort, Split split, IReadOnlyList<string> contentHashes, Func<int, ImagePrint?> print, AuditMemo? memo = null,
        CancellationToken cancellation = default)
    {
        var same = AuditFinding.Of(AuditRule.SameImage, LeakageAudit.FindSharedImages(cohort, split, contentHashes));
        if (memo?.Find(cohort, split, contentHashes) is { } known) { return [.. same, .. Findings(cohort, split, known)]; }

        var prints = new ImagePrint?[cohort.Cases.Count];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, prints.Length, options, index => prints[index] = print(index));
        var pairs = Alike(cohort, split, contentHashes, prints, options);
        // An image that a worker could not read this time may be read, and be a copy, the next.
        if (prints.All(one => one is not null)) { memo?.Add(cohort, split, contentHashes, pairs); }

        return [.. same, .. Findings(cohort, split, pairs)];
    }

    /// <summary>All pairs, the most alike first.</summary>
    private static List<AlikePair> Alike(
        Cohort cohort, Split split, IReadOnlyList<string> contentHashes, ImagePrint?[] prints, ParallelOptions options)
    {
        var pairs = new ConcurrentBag<AlikePair>();
        Parallel.For(0, prints.Length, options, first =>
        {
            foreach (var second in Candidates(prints, first))
            {
                if (Crosses(split, first, second) is not null
                    && cohort.Cases[first].PatientId != cohort.Cases[second].PatientId
                    && contentHashes[first] != contentHashes[second]
                    && prints[first]!.Likeness(prints[second]!) is var likeness && likeness >= ImagePrint.AlikeFrom)
                {
                    pairs.Add(new AlikePair(first, second, likeness));
                }
            }
        });
        return [.. pairs.OrderByDescending(pair => pair.Likeness).ThenBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }

    private static IEnumerable<AuditFinding> Findings(Cohort cohort, Split split, IReadOnlyList<AlikePair> ordered)
    {
        foreach (var (first, second, likeness) in ordered.Take(Listed))
        {
            yield return new AuditFinding(AuditRule.AlikeImage, true, Words(cohort, split, first, second, likeness), cohort.Cases[first].ManifestLine);
        }
        if (ordered.Count > Listed)
        {
            yield return new AuditFinding(AuditRule.AlikeImage, true, $"{ordered.Count - Listed} more pairs of nearly the same image in two parts of the split");
        }
    }

    // All pairs are looked at, in the first second of a run.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static List<int> Candidates(ImagePrint?[] prints, int first)
    {
        var candidates = new List<int>();
        if (prints[first] is not { } print)
        {
            return candidates;
        }

        var (hash, isPlane) = (print.Hash, print.IsPlane);
        for (var second = first + 1; second < prints.Length; second++)
        {
            if (prints[second] is { } other && other.IsPlane == isPlane && (!isPlane || BitOperations.PopCount(hash ^ other.Hash) <= MostBits))
            {
                candidates.Add(second);
            }
        }

        return candidates;
    }

    private static SplitFold? Crosses(Split split, int first, int second) =>
        split.Folds.FirstOrDefault(fold => fold.PartOf(first) != fold.PartOf(second));

    private static string Words(Cohort cohort, Split split, int first, int second, double likeness)
    {
        var fold = Crosses(split, first, second)!;
        string Place(int index) => $"case '{cohort.Cases[index].CaseId}' ({SplitPartNames.NameOf(fold.PartOf(index))})";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"nearly the same image is in two parts of the split: {Place(first)} and {Place(second)}, correlation of their details {likeness:0.000}; remove one or give them one patient id");
    }
}
