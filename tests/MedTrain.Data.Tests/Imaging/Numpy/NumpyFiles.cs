using System.Text;
using System.Text.Json;
using MedTrain.Data.Cache;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Numpy;

namespace MedTrain.Data.Tests.Imaging.Numpy;

public sealed class NumpyFiles : IDisposable
{
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(GoldenFolder.At("numpy", "expected.json"))).RootElement;
    private readonly ScratchFolder scratch = new();

    public static TheoryData<string> Images => [.. Expected.GetProperty("images").EnumerateArray().Select(one => one.GetProperty("file").GetString()!)];

    public void Dispose() => scratch.Dispose();

    [Theory]
    [MemberData(nameof(Images))]
    public void An_image_has_the_values_that_numpy_saved(string file)
    {
        JsonElement expected = Expected.GetProperty("images").EnumerateArray().Single(one => one.GetProperty("file").GetString() == file);
        int[] shape = [.. expected.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];

        Volume read = TestWorkers.Shared.Read(GoldenFolder.At("numpy", file));

        Assert.Equal(shape.Length == 2 ? new GridSize(shape[1], shape[0], 1) : new GridSize(shape[2], shape[1], shape[0]), read.Size);
        float[] values = [.. expected.GetProperty("values").EnumerateArray().Select(value => (float)value.GetDouble())];
        Assert.All(values.Zip(read.Voxels), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(values.Length, read.Voxels.Length);
    }

    [Theory]
    [InlineData("train_labels")]
    [InlineData("test_labels")]
    public void Label_arrays_are_tables(string array)
    {
        double[][] expected = JsonSerializer.Deserialize<double[][]>(Expected.GetProperty("labels").GetProperty(array))!;

        Assert.Equal(expected, NumpyReader.ReadTable(GoldenFolder.At("numpy", "medmnist.npz"), array));
    }

    [Theory]
    [InlineData("medmnist.npz", "holds several arrays: train_images")]
    [InlineData("medmnist.npz#valid_images/0", "has no array 'valid_images'; it holds train_images")]
    [InlineData("medmnist.npz#train_images/4", "has no image 4; its array holds 4, numbered from 0")]
    [InlineData("medmnist.npz#train_labels/0", "is no image")]
    [InlineData("colour.npz", "a volume of 3 components")]
    [InlineData("u1-little-F.npy#1", "Fortran order")]
    public void What_names_no_image_is_told(string file, string reason) => AssertReason(GoldenFolder.At("numpy", file), reason);

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }", "holds Python objects")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999, 99999), }", "truncated: its header claims 399995999600")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999, 99999), }", "larger than any memory")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (20, 20), }", "truncated: its header claims 1600 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 4), }", "its header is not NumPy's")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (4,), }", "its header is not NumPy's")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (2, 2), }", "NumPy type '<c8'")]
    public void A_hostile_header_is_refused_before_memory_is_taken(string header, string reason)
    {
        string path = scratch.Combine("hostile.npy");
        byte[] text = Encoding.ASCII.GetBytes(header.PadRight(117) + "\n");
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, .. new byte[64]]);
        long before = GC.GetAllocatedBytesForCurrentThread();

        AssertReason(path, reason);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_header_that_claims_to_be_long_is_refused()
    {
        string path = scratch.Combine("long.npy");
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 2, 0, 0xff, 0xff, 0xff, 0x7f, .. new byte[64]]);

        AssertReason(path, "its header claims 2147483647 bytes");
    }

    [Fact]
    public void An_archive_cut_short_is_damaged()
    {
        byte[] whole = File.ReadAllBytes(GoldenFolder.At("numpy", "medmnist.npz"));
        File.WriteAllBytes(scratch.Combine("cut.npz"), whole[..^40]);

        AssertReason(scratch.Combine("cut.npz#train_images/0"), "the ZIP archive is damaged");
    }

    [Fact]
    public void Equal_images_of_one_archive_have_equal_content_hashes_and_others_do_not()
    {
        byte[] values = [.. Enumerable.Range(0, 36).Select(i => (byte)(i % 12))];
        string path = scratch.Combine("images.npy");
        byte[] header = Encoding.ASCII.GetBytes("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 3, 4), }".PadRight(117) + "\n");
        values[35]++;
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. values]);
        var hash = new ContentHash(HashMemo.Open(scratch.Combine("cache")));

        Assert.Equal(hash.Of(path + "#0"), hash.Of(path + "#1"));
        Assert.NotEqual(hash.Of(path + "#0"), hash.Of(path + "#2"));
    }

    private static void AssertReason(string path, string expected)
    {
        var e = Assert.Throws<UnreadableImageException>(() => TestWorkers.Shared.Read(path));
        Assert.Contains(expected, e.Reason, StringComparison.Ordinal);
    }
}
