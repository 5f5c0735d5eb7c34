using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Preprocessing;
using MedTrain.Data.Tests.Imaging;

namespace MedTrain.Data.Tests.Cache;

/// <summary>From real files through the decode workers and the preprocessing into the cache.</summary>
public sealed class RealImagesTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SharedDataFact]
    public void CT_slices_become_windowed_squares()
    {
        var config = new CohortConfig
        {
            Manifest = SharedData.At("ct2d", "labels.csv"), Labels = ["contrast"], Columns = new ColumnNames { CaseId = "image", Path = "image" },
        };

        using var cache = Open(config, [new IntensityWindow { LowerHu = -1000, UpperHu = 400 }, new Resize { Size = [64, 64] }]);

        Assert.Equal([1, 64, 64], cache.Shape);
        Assert.All(Samples(cache), sample =>
        {
            Assert.Equal(0, sample.Min(), 0.01);
            Assert.InRange(sample.Max(), 0.7, 1);
        });
    }

    [SharedDataFact]
    public void Brains_become_upright_normalised_volumes()
    {
        var config = new CohortConfig
        {
            Manifest = SharedData.At("brain", "labels.csv"),
            Labels = ["sex"],
            Positive = "M",
            Columns = new ColumnNames { CaseId = "image", Path = "image", PatientId = "participant_id" },
        };

        using var cache = Open(config,
            [new Reorient { Axes = "RAS" }, new Resample { SpacingMm = [4, 4, 4] }, new CropOrPad { Size = [40, 48, 40] }, new ZScore { Nonzero = true }]);

        Assert.Equal([1, 40, 48, 40], cache.Shape);
        Assert.All(Samples(cache), sample =>
        {
            var brain = Array.FindAll(sample, value => value != 0);
            Assert.Equal(0, brain.Average(), 0.01);
            Assert.InRange(brain.Length, sample.Length / 5, sample.Length * 4 / 5);
        });
    }

    [SharedDataFact]
    public void Radiographs_of_several_sizes_become_one()
    {
        var config = new CohortConfig
        {
            Manifest = SharedData.At("cxr_pediatric", "labels.csv"), Labels = ["pneumonia"], Columns = new ColumnNames { CaseId = "image", Path = "image" },
        };

        using var cache = Open(config, [new Resize { Size = [48, 40] }, new FixedRange { Lower = 0, Upper = 255 }, new ZScore()]);

        Assert.Equal([1, 40, 48], cache.Shape);
    }

    private CaseCache Open(CohortConfig config, PreprocessingStep[] steps)
    {
        var cohort = ManifestReader.ReadOrThrow(config, LabelTask.Binary);
        return CaseCache.Open(new CacheRequest
        {
            Cohort = cohort.Select(Enumerable.Range(0, Math.Min(30, cohort.Cases.Count))),
            Pipeline = new PreprocessingPipeline(steps),
            Folder = folder.Combine("cache"),
            Prepare = TestWorkers.Shared.Prepare,
        });
    }

    private static IEnumerable<float[]> Samples(CaseCache cache)
    {
        for (var index = 0; index < cache.Count; index++)
        {
            var sample = new float[cache.Shape.Aggregate(1L, (product, size) => product * size)];
            cache.Read(index, sample);
            yield return sample;
        }
    }
}
