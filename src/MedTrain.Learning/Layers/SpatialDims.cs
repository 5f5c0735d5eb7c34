namespace MedTrain.Learning.Layers;

/// <summary>How many spatial axes an image has: <c>[N, C, H, W]</c> or <c>[N, C, D, H, W]</c>.</summary>
public enum SpatialDims
{
    /// <summary>Images and slices, <c>[N, C, H, W]</c>.</summary>
    Two = 2,

    /// <summary>Volumes, <c>[N, C, D, H, W]</c>.</summary>
    Three = 3,
}
