namespace MedTrain.Data.Synthesis;

/// <summary>What a synthetic cohort's images show.</summary>
public enum SyntheticKind
{
    /// <summary>Chest-like radiographs (DICOM) with four findings; multilabel.</summary>
    Radiographs,

    /// <summary>T1-like brain volumes (NIfTI) with age, sex, site and diagnosis.</summary>
    Brains,

    /// <summary>Axial slices of brains (2D NIfTI), several per patient, with a diagnosis that is often wrong: for showing what leakage does.</summary>
    Slices,
}
