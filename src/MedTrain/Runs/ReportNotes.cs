namespace MedTrain.Runs;

/// <summary>What every report of a run must say before its numbers.</summary>
internal static class ReportNotes
{
    /// <summary>The sentences: leakage that was accepted, and that a result is not of an independent test part.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="isTested">False when the numbers are of the validation part.</param>
    /// <param name="ensemble">That scores are means over several networks; null when they are not.</param>
    public static IReadOnlyList<string> Of(RunFolder folder, bool isTested, string? ensemble = null)
    {
        var notes = new List<string>();
        if (Provenance.Read(folder.Provenance)?.AcceptedLeakage is { } accepted) { notes.Add(accepted.Note); }

        if (!isTested)
        {
            notes.Add("These numbers are of the validation part, not of a test part. It also chose the best epoch, so they are too good.");
        }

        if (ensemble is not null) { notes.Add(ensemble); }

        return notes;
    }
}
