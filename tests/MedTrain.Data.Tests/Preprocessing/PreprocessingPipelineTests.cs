using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Tests.Preprocessing;

public sealed class PreprocessingPipelineTests
{
    [Fact]
    public void Every_step_in_the_assembly_is_in_the_table_under_a_name_of_its_own()
    {
        var steps = typeof(PreprocessingStep).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PreprocessingStep)) && !type.IsAbstract).ToList();

        Assert.Equal(21, steps.Count);
        Assert.Equal(steps.OrderBy(type => type.Name), PreprocessingTable.Steps.Select(row => row.Type).OrderBy(type => type.Name));
        Assert.Equal(steps.Count, PreprocessingTable.Steps.Select(row => row.Name).Distinct().Count());
    }

    [Fact]
    public void The_hash_follows_options_and_order_and_nothing_else()
    {
        string HashOf(params PreprocessingStep[] steps) => new PreprocessingPipeline(steps).Hash;

        var hash = HashOf(new Resize { Size = [8, 8] }, new ZScore());

        Assert.Equal(hash, HashOf(new Resize { Size = [8, 8] }, new ZScore()));
        Assert.NotEqual(hash, HashOf(new Resize { Size = [8, 9] }, new ZScore()));
        Assert.NotEqual(hash, HashOf(new Resize { Size = [8, 8], Interpolation = Interpolation.Nearest }, new ZScore()));
        Assert.NotEqual(hash, HashOf(new ZScore(), new Resize { Size = [8, 8] }));
    }

    [Fact]
    public void The_canonical_text_names_steps_versions_and_options()
    {
        var pipeline = new PreprocessingPipeline([new Resize { Size = [8, 9] }]);

        Assert.Equal("""[{"resize":{"size":[8,9],"interpolation":"linear","antialias":true},"version":1}]""", pipeline.Canonical);
    }

    [Fact]
    public void All_wrong_options_are_reported_together_with_their_keys()
    {
        PreprocessingStep[] steps =
        [
            new Reorient { Axes = "RAX" },
            new Reorient { Axes = "RLS" },
            new Resample { SpacingMm = [1, 0] },
            new Resize { Size = [4] },
            new IntensityWindow { LowerHu = 1, UpperHu = 0 },
            new IntensityWindow { LowerHu = 1, WidthHu = 5 },
            new PercentileClip { Lower = 90, Upper = 10 },
            new FixedRange { Lower = 0, Upper = 1 },
        ];

        var keys = PreprocessingPipeline.Validate(steps).Select(problem => problem.ConfigKey);

        Assert.Equal(
            [
                "preprocessing[0].reorient.axes", "preprocessing[1].reorient.axes", "preprocessing[2].resample.spacing_mm", "preprocessing[3].resize.size",
                "preprocessing[4].intensity_window.upper_hu", "preprocessing[5].intensity_window.lower_hu", "preprocessing[6].percentile_clip.upper",
            ],
            keys);
        Assert.Throws<CohortException>(() => new PreprocessingPipeline(steps));
    }

    [Fact]
    public void A_step_that_does_not_fit_is_named()
    {
        var pipeline = new PreprocessingPipeline([new Resize { Size = [4, 4, 4] }]);

        var error = Assert.Throws<PreprocessingException>(() => pipeline.Apply(Plane([1, 2, 3, 4])));
        Assert.StartsWith("preprocessing step resize: this is a 2D image", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Voxels_that_are_not_numbers_are_refused()
    {
        var error = Assert.Throws<PreprocessingException>(() => new PreprocessingPipeline([]).Apply(Plane([1, float.NaN, 3, 4])));
        Assert.Contains("NaN", error.Message, StringComparison.Ordinal);
    }

    private static Volume Plane(float[] voxels) => new(voxels, Geometry.Unplaced(new GridSize(2, voxels.Length / 2, 1), Vector3.One));
}
