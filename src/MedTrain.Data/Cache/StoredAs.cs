namespace MedTrain.Data.Cache;

/// <summary>How the cache keeps the values of preprocessed images.</summary>
public enum StoredAs
{
    /// <summary>4 bytes a voxel, exact.</summary>
    Float32,

    /// <summary>2 bytes a voxel, 11 significant bits.</summary>
    Float16,

    /// <summary>1 byte a voxel: 256 levels between the least and the greatest value of each image.</summary>
    Uint8,
}
