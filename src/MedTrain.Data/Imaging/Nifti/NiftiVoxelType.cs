namespace MedTrain.Data.Imaging.Nifti;

/// <summary>How a NIfTI file stores its voxels.</summary>
public enum NiftiVoxelType
{
    /// <summary>0 to 255.</summary>
    UInt8,

    /// <summary>−32768 to 32767.</summary>
    Int16,

    /// <summary>Any value.</summary>
    Float32,
}
