using MedTrain.Data.Imaging.Dicom;
using MedTrain.Data.Privacy;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>What is to be indexed, and how.</summary>
public sealed record IndexRequest
{
    /// <summary>The folder (or archive), as it was typed.</summary>
    public required string Folder { get; init; }

    /// <summary>The manifest to write.</summary>
    public required string Manifest { get; init; }

    /// <summary>How the folder is laid out and what becomes of it.</summary>
    public IndexRecipe Recipe { get; init; } = new();

    /// <summary>Further tables to add, joined on participant_id and session_id, patient_id or case_id, whichever they have.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Take every series of a study, and every image of a visit, instead of refusing a choice.</summary>
    public bool Every { get; init; }

    /// <summary>DICOM: a text that the series' description contains.</summary>
    public string? SeriesDescription { get; init; }

    /// <summary>DICOM: the modality, such as CT.</summary>
    public string? Modality { get; init; }

    /// <summary>DICOM: write the files' own paths into the manifest instead of links with pseudonymous names.</summary>
    public bool KeepPaths { get; init; }

    /// <summary>Leave damaged files out instead of refusing.</summary>
    public bool SkipUnreadable { get; init; }

    /// <summary>Accept fewer images than the recipe expects.</summary>
    public bool Partial { get; init; }

    /// <summary>Show found paths whole instead of masked.</summary>
    public bool ShowPaths { get; init; }

    /// <summary>Makes the key of the pseudonyms; called for DICOM only.</summary>
    public required Func<PseudonymKey> Key { get; init; }

    /// <summary>Describes one DICOM file; <c>DecodeWorkers.Describe</c> in the program. Called from several threads.</summary>
    public required Func<string, PseudonymKey, string?, DicomDescription?> Describe { get; init; }

    /// <summary>A found file as messages may show it.</summary>
    internal string Shown(string file) => ShowPaths ? file : FoundPath.Shown(Folder, file);
}

/// <summary>What an index made.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Layout">How the folder was laid out.</param>
/// <param name="Images">Lines of the manifest.</param>
/// <param name="Patients">Distinct patients.</param>
/// <param name="Columns">Columns of the manifest.</param>
/// <param name="Checks">What was expected against what is there.</param>
/// <param name="Warnings">What a careful person would look at.</param>
public sealed record IndexOutcome(
    string Manifest, IndexLayout Layout, int Images, int Patients, IReadOnlyList<string> Columns, IReadOnlyList<CountCheck> Checks, IReadOnlyList<string> Warnings);

/// <summary>One expected count.</summary>
/// <param name="What">What was counted.</param>
/// <param name="Expected">What the data set's makers say.</param>
/// <param name="Found">What is there.</param>
public sealed record CountCheck(string What, int Expected, int Found);
