using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MedTrain.Data.Cohorts.Audit;

/// <summary>
/// Whom a network has seen, as hashes that a weights file carries: enough to ask whether a patient is among them, too little to tell who
/// they were from pseudonyms that cannot be guessed.
/// </summary>
public sealed class SeenPatients
{
    /// <summary>Key of the training patients' hashes in a weights file's metadata.</summary>
    public const string TrainedKey = "trained_patients";

    /// <summary>Key of the hashes of the patients whose validation result chose the epoch.</summary>
    public const string SelectedKey = "selected_patients";

    private readonly HashSet<ulong> trained;
    private readonly HashSet<ulong> selected;

    private SeenPatients(HashSet<ulong> trained, HashSet<ulong> selected) => (this.trained, this.selected) = (trained, selected);

    /// <summary>The metadata of the weights that a fold trains.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="fold">The fold.</param>
    /// <param name="inherited">What the weights that training started from had seen, or null.</param>
    public static IReadOnlyDictionary<string, string> Metadata(Cohort cohort, SplitFold fold, SeenPatients? inherited) => new Dictionary<string, string>
    {
        [TrainedKey] = Text(Hashes(cohort, fold.Train).Union(inherited?.trained ?? [])),
        [SelectedKey] = Text(Hashes(cohort, fold.Validation).Union(inherited?.selected ?? [])),
    };

    /// <summary>The metadata of weights that are trained on some cases without any being chosen by a result.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="trained">Indices of the cases.</param>
    /// <param name="inherited">Whom they have seen besides, or null.</param>
    public static IReadOnlyDictionary<string, string> Metadata(Cohort cohort, IReadOnlyList<int> trained, SeenPatients? inherited) => new Dictionary<string, string>
    {
        [TrainedKey] = Text(Hashes(cohort, trained).Union(inherited?.trained ?? [])),
        [SelectedKey] = Text(inherited?.selected ?? []),
    };

    /// <summary>What a weights file's metadata say; null when they say nothing.</summary>
    public static SeenPatients? Of(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(TrainedKey, out var trained) ? new SeenPatients(Parse(trained), Parse(metadata.GetValueOrDefault(SelectedKey, ""))) : null;

    /// <summary>Whether the network was trained on a patient.</summary>
    public bool Trained(string patientId) => trained.Contains(Hash(patientId));

    /// <summary>Whether a patient's result chose the network.</summary>
    public bool Selected(string patientId) => selected.Contains(Hash(patientId));

    private static IEnumerable<ulong> Hashes(Cohort cohort, IEnumerable<int> cases) => cases.Select(index => Hash(cohort.Cases[index].PatientId));

    private static ulong Hash(string patientId) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes("medtrain patient\n" + patientId)));

    private static string Text(IEnumerable<ulong> hashes)
    {
        ulong[] sorted = [.. hashes.Distinct().Order()];
        var bytes = new byte[sorted.Length * sizeof(ulong)];
        for (var i = 0; i < sorted.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), sorted[i]);
        }
        return Convert.ToBase64String(bytes);
    }

    private static HashSet<ulong> Parse(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count)
            ? [.. Enumerable.Range(0, count / sizeof(ulong)).Select(i => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong))))]
            : [];
    }
}
