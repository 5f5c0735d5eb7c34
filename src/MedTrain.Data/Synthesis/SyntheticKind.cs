namespace MedTrain.Data.Synthesis;

/// <summary>What a synthetic cohort's images show.</summary>
public enum SyntheticKind
{
    /// <summary>Chest-like radiographs (DICOM) with four findings; multilabel.</summary>
    Radiographs,

    /// <summary>T1-like brain volumes (NIfTI) with age, sex, site and diagnosis.</summary>
    Brains,
}
