namespace MedTrain.Data.Imaging.Dicom;

/// <summary>What an index needs to know of a DICOM file: pseudonyms and technical facts. Made in a worker process, where the identifiers stay.</summary>
public sealed record DicomDescription
{
    /// <summary>Keyed hash of the patient's id (of name and birth date where there is no id, of the study where there is neither).</summary>
    public required string Patient { get; init; }

    /// <summary>True when <see cref="Patient"/> had to be made of something else than the patient's id.</summary>
    public bool PatientIdMissing { get; init; }

    /// <summary>Keyed hash of the study's UID.</summary>
    public required string Study { get; init; }

    /// <summary>Date and time of the study as a number, to put a patient's studies in order; never shown.</summary>
    public long StudyOrder { get; init; }

    /// <summary>Series instance UID.</summary>
    public required string Series { get; init; }

    /// <summary>Keyed hash of the institution's name, or empty.</summary>
    public string Site { get; init; } = "";

    /// <summary>Manufacturer of the scanner, or empty.</summary>
    public string Manufacturer { get; init; } = "";

    /// <summary>Age in years, or null.</summary>
    public int? AgeYears { get; init; }

    /// <summary>M, F, O, or empty.</summary>
    public string Sex { get; init; } = "";

    /// <summary>View of a radiograph, or empty.</summary>
    public string View { get; init; } = "";

    /// <summary>CT, MR, DX, …, or empty.</summary>
    public string Modality { get; init; } = "";

    /// <summary>Columns.</summary>
    public int Columns { get; init; }

    /// <summary>Rows.</summary>
    public int Rows { get; init; }

    /// <summary>Frames.</summary>
    public int Frames { get; init; }

    /// <summary>True when the picture has a place in the patient, so that a series of such is a volume.</summary>
    public bool HasPlane { get; init; }

    /// <summary>Whether the series' description, which is free text and not handed on, contains the wanted text.</summary>
    public bool IsWanted { get; init; }

    /// <summary>Whether the file's path contains the patient's name or id.</summary>
    public bool PathNamesPatient { get; init; }
}
