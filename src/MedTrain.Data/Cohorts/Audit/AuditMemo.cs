using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MedTrain.Data.Cohorts.Audit;

/// <summary>
/// Remembers what comparing the images of a split found, so that a run on the same images and the same split need not compare them again.
/// Holds numbers of cases, never their ids. Losing a file costs time only.
/// </summary>
/// <param name="folder">Where the preprocessed images lie.</param>
public sealed class AuditMemo(string folder)
{
    /// <summary>Ending of its files.</summary>
    internal const string Ending = ".audit";

    /// <summary>To raise when images are compared in another way.</summary>
    private const int Version = 2;

    /// <summary>What was found before; null when these images were not compared for this split yet.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="split">Its split.</param>
    /// <param name="contentHashes">Hash of each case's content, in the order of <see cref="Cohort.Cases"/>.</param>
    public IReadOnlyList<AlikePair>? Find(Cohort cohort, Split split, IReadOnlyList<string> contentHashes)
    {
        try
        {
            var lines = File.ReadAllLines(FileOf(cohort, split, contentHashes));
            return lines is [.., var check] && check == CheckOf(lines[..^1]) ? Array.ConvertAll(lines[..^1], PairOf) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Remembers what was found.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="split">Its split.</param>
    /// <param name="contentHashes">Hash of each case's content, in the order of <see cref="Cohort.Cases"/>.</param>
    /// <param name="pairs">All pairs that are nearly the same.</param>
    public void Add(Cohort cohort, Split split, IReadOnlyList<string> contentHashes, IReadOnlyList<AlikePair> pairs)
    {
        string[] lines = [.. pairs.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.First} {pair.Second} {pair.Likeness:R}"))];
        try
        {
            AtomicFile.Write(
                FileOf(cohort, split, contentHashes), stream => stream.Write(Encoding.ASCII.GetBytes(string.Join('\n', [.. lines, CheckOf(lines)]))));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It saves time only.
        }
    }

    private static AlikePair PairOf(string line)
    {
        var fields = line.Split(' ');
        return new AlikePair(
            int.Parse(fields[0], CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture),
            double.Parse(fields[2], CultureInfo.InvariantCulture));
    }

    private static string CheckOf(IEnumerable<string> lines) => StableHash.Of(string.Join('\n', lines)).ToString("x16", CultureInfo.InvariantCulture);

    private string FileOf(Cohort cohort, Split split, IReadOnlyList<string> contentHashes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Version} {split.Hash}\n"));
        foreach (var (index, one) in cohort.Cases.Index())
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{one.PatientId.Length} {one.PatientId} {contentHashes[index]}\n"));
        }
        return Path.Combine(folder, Convert.ToHexStringLower(hash.GetHashAndReset()) + Ending);
    }
}
