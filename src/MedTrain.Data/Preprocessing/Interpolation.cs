namespace MedTrain.Data.Preprocessing;

/// <summary>How values between voxels are found.</summary>
public enum Interpolation
{
    /// <summary>Bi- or trilinear between neighbouring voxel centres; for grey values.</summary>
    Linear,

    /// <summary>The value of the nearest voxel; for masks, whose values must not mix.</summary>
    Nearest,

    /// <summary>Cubic B-spline through the voxels; sharper than linear, may overshoot at edges.</summary>
    Bspline,
}
