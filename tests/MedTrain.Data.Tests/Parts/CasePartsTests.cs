using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;
using MedTrain.Data.Parts;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Tests.Parts;

public sealed class CasePartsTests : IDisposable
{
    private static readonly Geometry Place = new(
        new GridSize(3, 4, 5), new Vector3(1, 2, 3), new Vector3(10, 20, 30), new Matrix3(new(0, 1, 0), new(-1, 0, 0), new(0, 0, 1)));

    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(StoredAs.Float32)]
    [InlineData(StoredAs.Float16)]
    [InlineData(StoredAs.Uint8)]
    public void Parts_of_cached_images_are_parts_of_the_images(StoredAs type)
    {
        using var cache = Open(type);
        foreach (var kind in new VolumeParts[] { new SliceParts { Axis = "x", Stack = 3 }, new PatchParts { Size = [2, 3, 2] } })
        {
            var parts = new CaseParts(kind, cache.Cache, cache.Cohort);
            var whole = new float[60];
            cache.Cache.Read(1, whole);
            for (var number = 0; number < parts.Names.Count; number++)
            {
                var read = new float[parts.Shape.Aggregate(1L, (product, side) => product * side)];
                parts.Read(1, number, read);
                Assert.Equal(kind.Of(Place)[number].TakeFrom(new Volume(whole, Place)), read);
            }
        }
    }

    [Fact]
    public void Copied_channels_are_channels_of_each_part()
    {
        using var cache = Open(StoredAs.Float32, new Channels { Normalize = "half" });
        var parts = new CaseParts(new SliceParts(), cache.Cache, cache.Cohort);
        var read = new float[36];

        parts.Read(0, 2, read);

        Assert.Equal([3, 4, 3], parts.Shape);
        Assert.Equal(read[..12], read[24..]);
        Assert.Equal([(24 - 0.5f) / 0.5f, (35 - 0.5f) / 0.5f], [read[0], read[11]]);
    }

    [Fact]
    public void Stacked_slices_are_the_channels_and_only_normalised()
    {
        using var cache = Open(StoredAs.Float32, new Channels { Normalize = "imagenet" });
        var slices = new SliceParts { Stack = 3 };
        var parts = new CaseParts(slices, cache.Cache, cache.Cohort);
        var read = new float[36];

        parts.Read(0, 2, read);

        Assert.Equal([3, 4, 3], parts.Shape);
        Assert.Equal([(12 - 0.485) / 0.229, (24 - 0.456) / 0.224, (36 - 0.406) / 0.225], [read[0], read[12], read[24]], (a, b) => Math.Abs(a - b) < 1e-4);
        var volume = new Volume([.. Enumerable.Range(0, 60).Select(index => (float)index)], Place);
        var part = slices.Of(Place)[2];
        Assert.Equal(read, new PreprocessingPipeline([new Channels { Normalize = "imagenet" }]).ToSample(part.TakeFrom(volume), part.Stacked));
    }

    [Fact]
    public void Cached_images_keep_their_place()
    {
        Open(StoredAs.Uint8).Dispose();
        using var again = Open(StoredAs.Uint8);

        Assert.Equal(Place, again.Cache.GeometryOf(1));
        var region = new RoiParts { Size = [1, 1, 1], Boxes = [new RoiBox { Name = "a", CenterMm = [.. Millimetres(1, 2, 3)] }] };
        var (voxel, whole) = (new float[1], new float[60]);
        new CaseParts(region, again.Cache, again.Cohort).Read(1, 0, voxel);
        again.Cache.Read(1, whole);
        Assert.Equal(whole[1 + 6 + 36], voxel[0]);
    }

    [Fact]
    public void Images_that_cannot_be_divided_are_listed()
    {
        using var cache = Open(StoredAs.Float32);

        var error = Assert.Throws<CohortException>(() => new CaseParts(new PatchParts { Size = [9, 9, 9] }, cache.Cache, cache.Cohort));

        Assert.Equal([2, 3], error.Problems.Select(problem => problem.Line));
        Assert.Contains("does not fit", error.Problems[0].Message, StringComparison.Ordinal);
    }

    private static double[] Millimetres(int x, int y, int z)
    {
        var mm = Place.ToWorld(new Vector3(x, y, z));
        return [mm.X, mm.Y, mm.Z];
    }

    private OpenedCache Open(StoredAs type, params PreprocessingStep[] steps)
    {
        Case[] cases = [.. Enumerable.Range(0, 2).Select(number => new Case(
            $"c{number}", $"p{number}", folder.Write($"images/{number}.txt", $"{number}"), [0], new Dictionary<string, string>(), number + 2))];
        var cohort = new Cohort("manifest.csv", LabelTask.Binary, ["x"], cases);
        return new OpenedCache(cohort, CaseCache.Open(new CacheRequest
        {
            Cohort = cohort,
            Pipeline = new PreprocessingPipeline(steps),
            Folder = folder.Combine("cache"),
            StoredAs = type,
            Prepare = (path, _, pipeline) => pipeline.Apply(
                new Volume([.. Enumerable.Range(0, 60).Select(index => (float)index + (100 * int.Parse(File.ReadAllText(path))))], Place)),
        }));
    }

    private sealed record OpenedCache(Cohort Cohort, CaseCache Cache) : IDisposable
    {
        public void Dispose() => Cache.Dispose();
    }
}
