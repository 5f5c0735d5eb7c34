using MedTrain.Data.Cache;
using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Tests.Cache;

public sealed class CacheStoreTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly NumberImages images = new();

    public CacheStoreTests() => NumberImages.WriteTo(folder, 9);

    public void Dispose() => folder.Dispose();

    private string Cache => folder.Combine("cache");

    [Theory]
    [InlineData(StoredAs.Float32, 0)]
    [InlineData(StoredAs.Float16, 1.0 / 2048)]
    [InlineData(StoredAs.Uint8, 0.5 / 255)]
    public void Values_are_kept_within_the_precision_of_their_type(StoredAs type, double tolerance)
    {
        float[] values = [-1, -0.37f, 0.001f, 0, 0.61803f, 1];
        using var cache = CaseCache.Open(Request(type) with
        {
            Prepare = (_, _, _) => new Volume([.. values], Geometry.Unplaced(new GridSize(3, 2, 1), Vector3.One)),
        });
        var read = new float[6];

        cache.Read(3, read);

        Assert.All(values.Zip(read), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, (tolerance * 2) + 1e-7));
        Assert.Equal(tolerance == 0, values.SequenceEqual(read));
    }

    [Fact]
    public void Smaller_types_make_smaller_files_of_their_own()
    {
        foreach (var type in Enum.GetValues<StoredAs>())
        {
            using var cache = CaseCache.Open(Request(type));
            Assert.Equal(9, cache.Decoded);
        }

        Assert.Equal(Enum.GetValues<StoredAs>().Order(), CacheStore.Describe(Cache).Select(recipe => recipe.Type).Order());
        Assert.All(CacheStore.Describe(Cache), recipe => Assert.Equal(9, recipe.Images));
    }

    [Fact]
    public void A_value_that_float16_cannot_hold_is_the_images_reason()
    {
        var error = Assert.Throws<UnreadableCasesException>(() => CaseCache.Open(Request(StoredAs.Float16) with
        {
            Prepare = (_, _, _) => new Volume([1, 2, 3, 4, 5, 70_000], Geometry.Unplaced(new GridSize(3, 2, 1), Vector3.One)),
        }));

        Assert.Contains("set data.cache_as: float32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_are_made_when_an_image_is_read_and_cost_no_new_images()
    {
        CaseCache.Open(Request()).Dispose();
        using var cache = CaseCache.Open(images.Request(folder.Combine("images"), Cache, new Channels { Normalize = "half" }));
        var sample = new float[18];

        cache.Read(4, sample);

        Assert.Equal(0, cache.Decoded);
        Assert.Equal([3, 2, 3], cache.Shape);
        Assert.All(sample, value => Assert.Equal((4 - 0.5f) / 0.5f, value));
    }

    [Fact]
    public void Info_names_steps_images_and_size()
    {
        CaseCache.Open(images.Request(folder.Combine("images"), Cache, new CropOrPad { Size = [2, 2] })).Dispose();

        var recipe = Assert.Single(CacheStore.Describe(Cache));

        Assert.Equal((9, StoredAs.Float32, 0), (recipe.Images, recipe.Type, recipe.Damaged));
        Assert.Equal(["crop_or_pad"], recipe.Steps);
        Assert.Equal(Directory.GetFiles(Cache, "*.shard", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), recipe.Bytes);
        Assert.Empty(CacheStore.Describe(folder.Combine("nowhere")));
    }

    [Fact]
    public void Verify_finds_a_flipped_byte()
    {
        CaseCache.Open(Request()).Dispose();
        Assert.Equal(0, CacheStore.Verify(Cache).Sum(recipe => recipe.Damaged));
        var shard = Directory.GetFiles(Cache, "*.shard", SearchOption.AllDirectories)[0];
        var bytes = File.ReadAllBytes(shard);
        bytes[^1] ^= 1;
        File.WriteAllBytes(shard, bytes);

        Assert.Equal(1, CacheStore.Verify(Cache).Sum(recipe => recipe.Damaged));
    }

    [Fact]
    public void Clear_keeps_the_young_those_in_use_and_what_is_not_the_caches()
    {
        CaseCache.Open(Request()).Dispose();
        var note = folder.Write("cache/photos/note.txt", "mine");
        Assert.Empty(CacheStore.Clear(Cache, TimeSpan.FromDays(1)).Deleted);
        using (BuildLock.TryAcquire(Directory.GetDirectories(Cache).Single(path => File.Exists(Path.Combine(path, "recipe.json")))))
        {
            Assert.Single(CacheStore.Clear(Cache, TimeSpan.Zero).InUse);
        }

        Assert.Equal(9, CacheStore.Clear(Cache, TimeSpan.Zero).Deleted.Sum(recipe => recipe.Images));

        Assert.True(File.Exists(note));
        Assert.Empty(CacheStore.Describe(Cache));
        using var again = CaseCache.Open(Request());
        Assert.Equal(9, again.Decoded);
    }

    private CacheRequest Request(StoredAs type = StoredAs.Float32) => images.Request(folder.Combine("images"), Cache) with { StoredAs = type };
}
