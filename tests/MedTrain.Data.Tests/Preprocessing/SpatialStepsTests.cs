using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;
using static MedTrain.Data.Tests.Preprocessing.PreprocessingGoldens;

namespace MedTrain.Data.Tests.Preprocessing;

public sealed class SpatialStepsTests
{
    private const double Tolerance = 1e-3; // values reach 600

    public static TheoryData<int> Resizes => IndicesOf("resize");

    public static TheoryData<int> Resamples => IndicesOf("resample");

    public static TheoryData<int> Reorients => IndicesOf("reorient");

    public static TheoryData<string, PreprocessingStep> SpatialSteps => new()
    {
        { "reorient", new Reorient { Axes = "RAS" } },
        { "reorient", new Reorient { Axes = "SPL" } },
        { "resample", new Resample { SpacingMm = [1.5, 3, 1] } },
        { "resample", new Resample { SpacingMm = [0.8, 0.8, 0.8], Antialias = false } },
        { "resize", new Resize { Size = [20, 31, 9] } },
        { "crop_or_pad", new CropOrPad { Size = [18, 40, 21] } },
        { "resample", new Resample { SpacingMm = [1.5, 2, 1], Interpolation = Interpolation.Bspline } },
        { "pad_to_multiple", new PadToMultiple { Of = 8 } },
        { "crop_box", new CropBox { CenterVoxel = [17, 15, 14], Size = [33, 20, 30] } },
        { "take_slices", new TakeSlices { Axis = "x", From = 4, Count = 30 } },
        { "crop_foreground", new CropForeground { Threshold = 0.05, Margin = 2 } },
    };

    [Theory]
    [MemberData(nameof(Resizes))]
    public void Resize_agrees_with_scipy(int index)
    {
        var golden = Root.GetProperty("resize")[index];
        var size = Integers(golden.GetProperty("size"));
        var step = new Resize
        {
            Size = SizeOf(golden.GetProperty("shape")).IsPlane ? size[..2] : size,
            Interpolation = Enum.Parse<Interpolation>(golden.GetProperty("interpolation").GetString()!, ignoreCase: true),
            Antialias = golden.GetProperty("antialias").GetBoolean(),
        };

        var resized = step.Apply(VolumeOf(golden));

        Assert.Equal(new GridSize(size[0], size[1], size[2]), resized.Size);
        AssertNear(Floats(golden.GetProperty("expected")), resized.Voxels, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Resamples))]
    public void Resample_agrees_with_scipy(int index)
    {
        var golden = Root.GetProperty("resample")[index];
        var spacing = Doubles(golden.GetProperty("spacing_mm"));
        var size = SizeOf(golden.GetProperty("shape"));
        var volume = new Volume(Floats(golden.GetProperty("voxels")), Geometry.Unplaced(size, new Vector3(spacing[0], spacing[1], spacing[2])));
        var wanted = Doubles(golden.GetProperty("new_spacing_mm"));

        var resampled = new Resample { SpacingMm = size.IsPlane ? wanted[..2] : wanted }.Apply(volume);

        Assert.Equal(SizeOf(golden.GetProperty("new_shape")), resampled.Size);
        Assert.Equal(new Vector3(wanted[0], wanted[1], wanted[2]), resampled.Geometry.SpacingMm);
        AssertNear(Floats(golden.GetProperty("expected")), resampled.Voxels, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Reorients))]
    public void Reorient_agrees_with_nibabel_in_voxels_and_affine(int index)
    {
        var golden = Root.GetProperty("reorient")[index];
        var volume = new Volume(
            Floats(golden.GetProperty("voxels")), Geometry.FromVoxelToRas(SizeOf(golden.GetProperty("shape")), AffineOf(golden.GetProperty("affine"))));
        Assert.Equal(golden.GetProperty("from").GetString(), volume.Geometry.AxisCodes);

        var turned = new Reorient { Axes = golden.GetProperty("name").GetString()! }.Apply(volume);

        Assert.Equal(golden.GetProperty("name").GetString(), turned.Geometry.AxisCodes);
        Assert.Equal(SizeOf(golden.GetProperty("new_shape")), turned.Size);
        Assert.Equal(Floats(golden.GetProperty("expected")), turned.Voxels);
        var (expected, actual) = (AffineOf(golden.GetProperty("new_affine")), turned.Geometry.VoxelToRas);
        Assert.InRange((expected.Translation - actual.Translation).Length, 0, 1e-9);
        Assert.All(Enumerable.Range(0, 3), axis => Assert.InRange((expected.Linear[axis] - actual.Linear[axis]).Length, 0, 1e-9));
    }

    [Theory]
    [MemberData(nameof(SpatialSteps))]
    public void A_point_in_mm_shows_the_same_anatomy_before_and_after(string name, PreprocessingStep step)
    {
        var center = new Vector3(14, -22, 31);
        var blob = Blob(center);

        var after = step.Apply(blob);

        Assert.Equal(name, PreprocessingTable.NameOf(step));
        Assert.InRange((CenterOfMass(after) - center).Length, 0, 0.15);
        Assert.StartsWith(name + ":", after.Steps[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_spatial_steps_keeps_anatomy_in_place()
    {
        var center = new Vector3(14, -22, 31);
        var pipeline = new PreprocessingPipeline(
        [
            new Reorient { Axes = "RAS" },
            new Resample { SpacingMm = [2, 2, 2] },
            new CropOrPad { Size = [40, 40, 40] },
            new Resize { Size = [32, 36, 28] },
        ]);

        Assert.InRange((CenterOfMass(pipeline.Apply(Blob(center))) - center).Length, 0, 0.15);
    }

    [Fact]
    public void Steps_leave_the_given_image_as_it_is()
    {
        var blob = Blob(new Vector3(14, -22, 31));
        var voxels = blob.Voxels.ToArray();
        foreach (var row in SpatialSteps)
        {
            var after = ((PreprocessingStep)row[1]).Apply(blob);
            Assert.NotSame(blob.Voxels, after.Voxels);
        }
        Assert.Equal(voxels, blob.Voxels);
    }

    [Fact]
    public void Crop_or_pad_centres_and_fills()
    {
        var volume = new Volume([1, 2, 3, 4, 5, 6], Geometry.Unplaced(new GridSize(3, 2, 1), Vector3.One));

        Assert.Equal([2, 5], new CropOrPad { Size = [1, 2] }.Apply(volume).Voxels);
        Assert.Equal([9, 9, 9, 9, 9, 9, 1, 2, 3, 9, 9, 4, 5, 6, 9, 9, 9, 9, 9, 9],
            new CropOrPad { Size = [5, 4], Fill = 9 }.Apply(volume).Voxels);
        Assert.Equal([1, 1, 2, 5, 1, 1, 1, 1, 1], new CropOrPad { Size = [1, 9] }.Apply(
            new Volume([1, 2, 5, 1, 1, 1], Geometry.Unplaced(new GridSize(1, 6, 1), Vector3.One))).Voxels);
    }

    [Fact]
    public void A_size_of_the_wrong_dimensions_is_refused_with_the_image_size()
    {
        var plane = new Volume(new float[6], Geometry.Unplaced(new GridSize(3, 2, 1), Vector3.One));

        var error = Assert.Throws<PreprocessingException>(() => new Resize { Size = [4, 4, 4] }.Apply(plane));
        Assert.Equal("this is a 2D image (3x2), so size needs 2 numbers, not 3", error.Message);
        Assert.Throws<PreprocessingException>(() => new Resample { SpacingMm = [1, 1] }.Apply(Blob(Vector3.Zero)));
    }

    public static TheoryData<PreprocessingStep> TooLarge =>
    [
        new Resample { SpacingMm = [0.001, 0.001, 0.001] },
        new Resample { SpacingMm = [1e-12, 1e-12, 1e-12] },
        new Resize { Size = [1, 1, 2_000_000] }, // while z is resampled, x and y are still the image's
        new Resize { Size = [2_000_000_000, 2_000_000_000, 2_000_000_000] },
        new CropOrPad { Size = [50_000, 50_000, 50_000] },
    ];

    [Theory]
    [MemberData(nameof(TooLarge))]
    public void A_result_too_large_to_keep_is_refused_before_memory_is_taken(PreprocessingStep step)
    {
        var error = Assert.Throws<PreprocessingException>(() => step.Apply(Blob(Vector3.Zero)));

        Assert.Contains("more than 1,073,741,824 voxels; give a larger spacing or a smaller size", error.Message);
    }

    private static Volume VolumeOf(System.Text.Json.JsonElement golden) =>
        new(Floats(golden.GetProperty("voxels")), Geometry.Unplaced(SizeOf(golden.GetProperty("shape")), Vector3.One));

    private static Affine AffineOf(System.Text.Json.JsonElement rows)
    {
        var row = rows.EnumerateArray().Select(Doubles).ToArray();
        return new Affine(
            Matrix3.FromRows(new(row[0][0], row[0][1], row[0][2]), new(row[1][0], row[1][1], row[1][2]), new(row[2][0], row[2][1], row[2][2])),
            new Vector3(row[0][3], row[1][3], row[2][3]));
    }

    /// <summary>A smooth ball of 6 mm around a world point, on an oblique, anisotropic grid of 36x30x28.</summary>
    private static Volume Blob(Vector3 center)
    {
        var size = new GridSize(36, 30, 28);
        var (cos, sin) = (Math.Cos(0.15), Math.Sin(0.15));
        var direction = new Matrix3(new(0, cos, sin), new(0, -sin, cos), new(-1, 0, 0));
        var spacing = new Vector3(1.1, 1.7, 2.1);
        var placed = new Geometry(size, spacing, Vector3.Zero, direction);
        var geometry = placed with { OriginMm = center - placed.ToWorld(new Vector3(17.3, 15.2, 13.8)) };
        var voxels = new float[size.Count];
        for (var index = 0; index < voxels.Length; index++)
        {
            var distance = (geometry.ToWorld(new Vector3(index % size.X, index / size.X % size.Y, index / size.X / size.Y)) - center).Length;
            voxels[index] = (float)Math.Exp(-distance * distance / (2 * 3 * 3));
        }
        return new Volume(voxels, geometry);
    }

    private static Vector3 CenterOfMass(Volume volume)
    {
        var (sum, mass) = (Vector3.Zero, 0.0);
        for (var index = 0; index < volume.Voxels.Length; index++)
        {
            var size = volume.Size;
            sum += volume.Geometry.ToWorld(new Vector3(index % size.X, index / size.X % size.Y, index / size.X / size.Y)) * volume.Voxels[index];
            mass += volume.Voxels[index];
        }
        return sum / mass;
    }
}
