using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;
using static MedTrain.Data.Tests.Preprocessing.PreprocessingGoldens;

namespace MedTrain.Data.Tests.Preprocessing;

public sealed class IntensityStepsTests
{
    public static TheoryData<int> Windows => IndicesOf("dicom_window");

    public static TheoryData<string, string, PreprocessingStep, double> Goldens => new()
    {
        { "percentile_clip", "voxels", new PercentileClip { Lower = 2.5, Upper = 97 }, 1e-3 },
        { "percentile_clip_nonzero", "masked", new PercentileClip { Lower = 10, Upper = 90, Nonzero = true }, 1e-3 },
        { "min_max", "voxels", new MinMax(), 1e-6 },
        { "z_score", "voxels", new ZScore(), 2e-6 },
        { "z_score_nonzero", "masked", new ZScore { Nonzero = true }, 2e-6 },
        { "fixed_range", "voxels", new FixedRange { Lower = -100, Upper = 200 }, 1e-6 },
    };

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Intensities_agree_with_numpy(string expected, string input, PreprocessingStep step, double tolerance)
    {
        var golden = Root.GetProperty("intensities");
        var volume = new Volume(Floats(golden.GetProperty(input)), Geometry.Unplaced(SizeOf(golden.GetProperty("shape")), Vector3.One));

        var after = step.Apply(volume);

        AssertNear(Floats(golden.GetProperty(expected)), after.Voxels, tolerance);
        Assert.StartsWith(PreprocessingTable.NameOf(step) + ":", after.Steps[^1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void A_window_by_centre_and_width_agrees_with_pydicom(int index)
    {
        var golden = Root.GetProperty("dicom_window")[index];
        var step = new IntensityWindow { CenterHu = golden.GetProperty("center_hu").GetDouble(), WidthHu = golden.GetProperty("width_hu").GetDouble() };

        AssertNear(Floats(golden.GetProperty("expected")), step.Apply(Row(Floats(golden.GetProperty("voxels")))).Voxels, 1e-5);
    }

    [Fact]
    public void A_window_by_its_ends_maps_them_to_0_and_1()
    {
        var step = new IntensityWindow { LowerHu = -1000, UpperHu = 400 };

        Assert.Equal([0, 0, 0.5f, 1, 1], step.Apply(Row([-2000, -1000, -300, 400, 3000])).Voxels);
    }

    [Fact]
    public void Images_without_contrast_are_refused()
    {
        Assert.Throws<PreprocessingException>(() => new ZScore().Apply(Row([3, 3, 3])));
        Assert.Throws<PreprocessingException>(() => new ZScore { Nonzero = true }.Apply(Row([0, 0, 0])));
        Assert.Throws<PreprocessingException>(() => new MinMax().Apply(Row([3, 3, 3])));
        Assert.Throws<PreprocessingException>(() => new PercentileClip { Nonzero = true }.Apply(Row([0, 0])));
        Assert.Throws<PreprocessingException>(() => new CropForeground { Threshold = 5 }.Apply(Row([0, 1])));
    }

    [Fact]
    public void Percentiles_equal_a_full_sort_for_many_equal_and_sorted_values()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new CounterRandom(seed, RandomStream.Synthesis);
            var values = new float[1 + random.NextInt(200)];
            foreach (ref var value in values.AsSpan())
            {
                value = seed % 2 == 0 ? random.NextInt(5) : (float)random.NextNormal();
            }
            var percent = random.NextDouble() * 100;
            var sorted = values.Order().ToArray();
            var position = percent / 100 * (sorted.Length - 1);
            var (below, above) = (sorted[(int)position], sorted[Math.Min(sorted.Length - 1, (int)position + 1)]);

            Assert.Equal(below + ((position - (int)position) * (above - below)), OrderStatistics.Percentile(values, percent), 5);
        }
    }

    private static Volume Row(float[] voxels) => new(voxels, Geometry.Unplaced(new GridSize(voxels.Length, 1, 1), Vector3.One));
}
