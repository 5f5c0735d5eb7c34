using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Nifti;
using MedTrain.Data.Preprocessing;
using static MedTrain.Data.Tests.Preprocessing.PreprocessingGoldens;

namespace MedTrain.Data.Tests.Preprocessing;

public sealed class SplineAndHistogramTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public static TheoryData<int> Splines => IndicesOf("spline");

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Splines))]
    public void A_b_spline_agrees_with_scipy(int index)
    {
        var golden = Root.GetProperty("spline")[index];
        var size = Integers(golden.GetProperty("size"));
        var shape = SizeOf(golden.GetProperty("shape"));
        var step = new Resize
        {
            Size = shape.IsPlane ? size[..2] : size, Interpolation = Interpolation.Bspline, Antialias = golden.GetProperty("antialias").GetBoolean(),
        };

        AssertNear(Floats(golden.GetProperty("expected")), step.Apply(Image(Floats(golden.GetProperty("voxels")), shape)).Voxels, 2e-3);
    }

    [Fact]
    public void Equalising_agrees_with_numpy()
    {
        var golden = Root.GetProperty("histograms");

        var after = new HistogramEqualize { Bins = 32 }.Apply(Image(Floats(golden.GetProperty("voxels")), SizeOf(golden.GetProperty("shape"))));

        AssertNear(Floats(golden.GetProperty("equalized")), after.Voxels, 1e-6);
    }

    [Fact]
    public void Matching_agrees_with_numpy_and_its_key_follows_the_reference()
    {
        var golden = Root.GetProperty("histograms");
        var path = folder.Combine("reference.nii.gz");
        NiftiWriter.Write(path, Image(Floats(golden.GetProperty("reference")), SizeOf(golden.GetProperty("reference_shape"))));
        var step = new HistogramMatch { Reference = path };
        var hash = new PreprocessingPipeline([step]).Hash;

        var after = step.Apply(Image(Floats(golden.GetProperty("voxels")), SizeOf(golden.GetProperty("shape"))));

        AssertNear(Floats(golden.GetProperty("matched")), after.Voxels, 1e-3);
        NiftiWriter.Write(path, Image(new float[8], new GridSize(2, 2, 2)));
        Assert.NotEqual(hash, new PreprocessingPipeline([step]).Hash);
    }

    [Fact]
    public void Clahe_without_a_limit_and_with_one_tile_makes_levels_equally_frequent()
    {
        var values = Enumerable.Range(0, 64 * 64).Select(index => MathF.Pow(index / 4096f, 4)).ToArray();

        var after = new Clahe { Tiles = 1, ClipLimit = 1 }.Apply(Image(values, new GridSize(64, 64, 1))).Voxels;

        Assert.InRange(after.Average(), 0.49, 0.51);
        Assert.Equal(after.Order(), after);
    }

    [Fact]
    public void Clahe_raises_contrast_in_a_dark_corner_and_a_lower_limit_raises_it_less()
    {
        var random = new CounterRandom(3, RandomStream.Synthesis);
        var values = new float[64 * 64];
        for (var index = 0; index < values.Length; index++)
        {
            var isDark = index % 64 < 32 && index / 64 < 32;
            values[index] = (float)(isDark ? 0.02 * random.NextDouble() : random.NextDouble());
        }
        float Contrast(PreprocessingStep step)
        {
            var corner = step.Apply(Image(values, new GridSize(64, 64, 1))).Voxels.Where((_, index) => index % 64 < 8 && index / 64 < 8).ToList();
            return corner.Max() - corner.Min();
        }

        var (all, limited) = (Contrast(new Clahe { ClipLimit = 1 }), Contrast(new Clahe { ClipLimit = 0.02 }));

        Assert.True(all > 0.5 && limited > 0.03 && limited < all / 2, $"{all} {limited}");
        Assert.Throws<PreprocessingException>(() => new Clahe().Apply(Image(new float[512], new GridSize(8, 8, 8))));
    }

    private static Volume Image(float[] voxels, GridSize size) => new(voxels, Geometry.Unplaced(size, Vector3.One));
}
