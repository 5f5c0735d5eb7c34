using System.Globalization;

namespace MedTrain.Learning.Training;

/// <summary>What training steps of a batch size took.</summary>
/// <param name="BatchSize">Images in a batch.</param>
/// <param name="PeakBytes">The most memory that tensors held at once.</param>
public sealed record BatchTrial(int BatchSize, long PeakBytes)
{
    private const string Header = "batch_size,peak_bytes";

    /// <summary>Two columns with a header.</summary>
    public static string ToCsv(IEnumerable<BatchTrial> trials) =>
        Header + "\n" + string.Concat(trials.Select(trial => string.Create(CultureInfo.InvariantCulture, $"{trial.BatchSize},{trial.PeakBytes}\n")));

    /// <summary>Reads what <see cref="ToCsv"/> wrote.</summary>
    public static IReadOnlyList<BatchTrial> FromCsv(IEnumerable<string> lines) => [.. lines.Skip(1).Select(line => line.Split(','))
        .Select(parts => new BatchTrial(int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture)))];
}
