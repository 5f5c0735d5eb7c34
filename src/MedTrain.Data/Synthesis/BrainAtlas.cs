using MedTrain.Data.Imaging;

namespace MedTrain.Data.Synthesis;

/// <summary>
/// The regions of the synthetic brains, in the place of their average: the lateral ventricles (1 left, 2 right), the third ventricle (3),
/// the deep grey (4, 5), the cerebellum (6, 7), the cortex of the frontal (8, 9), parietal (10, 11), temporal (12, 13) and occipital lobe
/// (14, 15), and the white matter (16, 17).
/// </summary>
internal static class BrainAtlas
{
    private const double SpacingMm = 2;
    private const double CortexMm = 14; // with its furrows

    private static readonly GridSize Size = new(83, 101, 83);

    /// <summary>The atlas: the number of each voxel's region, 0 outside of the brain.</summary>
    public static Volume Make()
    {
        var middle = new Vector3(Size.X - 1, Size.Y - 1, Size.Z - 1) / 2 * SpacingMm;
        var geometry = new Geometry(Size, new Vector3(SpacingMm, SpacingMm, SpacingMm), Vector3.Zero - middle, Matrix3.Identity);
        var toWorld = geometry.VoxelToRas;
        var voxels = new float[Size.Count];
        for (var index = 0; index < voxels.Length; index++)
        {
            voxels[index] = RegionAt(toWorld.Apply(new Vector3(index % Size.X, index / Size.X % Size.Y, index / Size.X / Size.Y)));
        }
        return new Volume(voxels, geometry);
    }

    /// <summary>The region at a place in mm: x to the right, y to the front, z up.</summary>
    private static int RegionAt(Vector3 place)
    {
        var right = place.X > 0 ? 1 : 0;
        return place switch
        {
            _ when BrainShape.LateralVentricles(place, 1.3) > 0.5 => 1 + right,
            _ when BrainShape.ThirdVentricle(place, 1.3) > 0.5 => 3,
            _ when BrainShape.DeepGrey(place) > 0.5 => 4 + right,
            _ when BrainShape.CerebellarLobes(place) > 0.5 => 6 + right,
            _ when BrainShape.DepthMm(place) is var depth && depth > CortexMm => 16 + right,
            _ when BrainShape.DepthMm(place) < 0 => 0,
            { Y: > 10 } => 8 + right,
            { Y: < -50 } => 14 + right,
            { Z: < 0 } => 12 + right,
            _ => 10 + right,
        };
    }
}
