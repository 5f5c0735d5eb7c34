using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Tests.Cache;

public sealed class CaseCacheTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly NumberImages images = new();

    public CaseCacheTests() => NumberImages.WriteTo(folder, 23);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_first_opening_decodes_every_image_and_the_second_none()
    {
        var reports = new List<(int Done, int Total)>();
        AssertHoldsItsNumbers(Request() with { Progress = new Collected(reports) }, decoded: 23);

        AssertHoldsItsNumbers(Request() with { Progress = new Collected(reports) }, decoded: 0);

        Assert.Equal(23, images.Reads);
        Assert.Equal(Enumerable.Range(1, 23).Select(done => (done, 23)), reports.Order());
    }

    [Fact]
    public void Renamed_and_copied_images_are_found_by_their_content()
    {
        CaseCache.Open(Request()).Dispose();
        File.Move(folder.Combine("images", "003.txt"), folder.Combine("images", "003 moved.txt"));
        File.Copy(folder.Combine("images", "004.txt"), folder.Combine("images", "004 copy.txt"));

        using var cache = CaseCache.Open(Request());

        Assert.Equal(24, cache.Count);
        Assert.Equal(23, images.Reads);
        Assert.Single(cache.ContentHashes.GroupBy(hash => hash), group => group.Count() == 2);
    }

    [Fact]
    public void A_changed_image_is_made_anew_and_only_that_one()
    {
        CaseCache.Open(Request()).Dispose();
        folder.Write("images/007.txt", "700");

        using var cache = CaseCache.Open(Request());

        Assert.Equal(1, cache.Decoded);
        Assert.Equal(700, ValueOf(cache, 7));
    }

    [Fact]
    public void An_image_changed_within_the_same_size_and_second_is_noticed()
    {
        folder.Write("images/007.txt", "7");
        CaseCache.Open(Request()).Dispose();
        folder.Write("images/007.txt", "8");
        File.SetLastWriteTimeUtc(folder.Combine("images", "007.txt"), DateTime.UtcNow);

        using var cache = CaseCache.Open(Request());

        Assert.Equal(8, ValueOf(cache, 7));
    }

    [Fact]
    public void Another_pipeline_or_other_read_options_make_images_of_their_own()
    {
        CaseCache.Open(Request()).Dispose();

        AssertHoldsItsNumbers(images.Request(folder.Combine("images"), Cache, new CropOrPad { Size = [3, 2] }), decoded: 23);
        AssertHoldsItsNumbers(Request() with { ReadOptions = new ReadOptions { Frame = 2 } }, decoded: 23);
        AssertHoldsItsNumbers(Request(), decoded: 0);
    }

    [Fact]
    public void The_shape_has_a_channel_and_no_depth_for_2D_images()
    {
        using var planes = CaseCache.Open(Request());
        using var volumes = CaseCache.Open(Request() with
        {
            Prepare = (_, _, _) => new Volume(new float[24], Geometry.Unplaced(new GridSize(3, 2, 4), Vector3.One)), ReadOptions = new ReadOptions { Frame = 1 },
        });

        Assert.Equal([1, 2, 3], planes.Shape);
        Assert.Equal([1, 4, 2, 3], volumes.Shape);
    }

    [Fact]
    public void All_unreadable_images_are_reported_together()
    {
        folder.Write("images/005.txt", "five");
        folder.Write("images/011.txt", "");
        var request = Request() with { Cohort = WithMissingFile(Request().Cohort) };

        var error = Assert.Throws<UnreadableCasesException>(() => CaseCache.Open(request));

        Assert.Equal([5, 11, 23], error.Cases.Select(one => one.Index));
        Assert.Equal([7, 13, 25], error.Problems.Select(problem => problem.Line!.Value));
        Assert.Contains("005.txt: is no number", error.Message, StringComparison.Ordinal);
        Assert.Contains("nowhere.txt: no such file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_images_are_left_out_and_counted_when_asked_to_skip()
    {
        folder.Write("images/005.txt", "five");

        using var cache = CaseCache.Open(Request() with { OnUnreadable = OnUnreadable.Skip });

        Assert.Equal([5], cache.Unreadable.Select(one => one.Index));
        Assert.False(cache.Has(5));
        Assert.Equal(6, ValueOf(cache, 6));
        Assert.Throws<InvalidOperationException>(() => ValueOf(cache, 5));
        Assert.Equal(23, cache.ContentHashes.Distinct().Count());
    }

    [Fact]
    public void A_cohort_without_any_readable_image_fails_even_when_asked_to_skip()
    {
        foreach (var path in Directory.GetFiles(folder.Combine("images")))
        {
            File.WriteAllText(path, $"{path} is no number");
        }

        Assert.Throws<UnreadableCasesException>(() => CaseCache.Open(Request() with { OnUnreadable = OnUnreadable.Skip }));
    }

    [Fact]
    public void A_step_that_does_not_fit_an_image_is_its_reason()
    {
        var error = Assert.Throws<UnreadableCasesException>(() => CaseCache.Open(images.Request(folder.Combine("images"), Cache, new ZScore())));

        Assert.Contains("preprocessing step z_score: all voxels are equal", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_different_sizes_are_refused_with_the_step_to_add()
    {
        folder.Write("images/005.txt", "99");

        var error = Assert.Throws<CohortException>(() => CaseCache.Open(Request()));

        Assert.Contains("3x2 (22 cases, such as 'c0'), 2x3 (1 cases, such as 'c5')", error.Message, StringComparison.Ordinal);
        Assert.Contains("add resize or crop_or_pad", error.Message, StringComparison.Ordinal);
        Assert.Equal("preprocessing", error.Problems[0].ConfigKey);
    }

    [Fact]
    public void A_cache_folder_that_cannot_be_written_is_a_clean_error()
    {
        var file = folder.Write("occupied", "");

        var error = Assert.Throws<CacheException>(() => CaseCache.Open(images.Request(folder.Combine("images"), file)));
        Assert.Contains("Set data.cache or MEDTRAIN_CACHE", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_paths_nor_their_parts_are_written_to_the_cache()
    {
        folder.Write("images/Erika Mustermann.txt", "5000");
        CaseCache.Open(Request()).Dispose();

        foreach (var file in Directory.GetFiles(Cache, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("Mustermann", file + File.ReadAllText(file), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void The_configured_folder_comes_before_the_environment()
    {
        Assert.Equal("/somewhere/cache", CacheFolder.Resolve("/somewhere/cache"));
        Assert.EndsWith("medtrain", CacheFolder.Resolve(" "), StringComparison.Ordinal);
    }

    private string Cache => folder.Combine("cache");

    private CacheRequest Request() => images.Request(folder.Combine("images"), Cache);

    private static void AssertHoldsItsNumbers(CacheRequest request, int decoded)
    {
        using var cache = CaseCache.Open(request);
        Assert.Equal(decoded, cache.Decoded);
        Assert.All(Enumerable.Range(0, cache.Count), index => Assert.Equal(index, ValueOf(cache, index)));
    }

    private static float ValueOf(CaseCache cache, int index)
    {
        var voxels = new float[6];
        cache.Read(index, voxels);
        return Assert.Single(voxels.Distinct());
    }

    private static Cohort WithMissingFile(Cohort cohort) => new(cohort.Source, cohort.Task, cohort.LabelNames,
        [.. cohort.Cases, cohort.Cases[0] with { CaseId = "gone", Path = "/nowhere.txt", ManifestLine = 25 }]);

    private sealed class Collected(List<(int Done, int Total)> reports) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value)
        {
            lock (reports)
            {
                reports.Add(value);
            }
        }
    }
}
