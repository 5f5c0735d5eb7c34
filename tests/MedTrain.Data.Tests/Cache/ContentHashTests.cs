using MedTrain.Data.Cache;

namespace MedTrain.Data.Tests.Cache;

public sealed class ContentHashTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("scan.hdr", "scan.img", "header")]
    [InlineData("scan.img", "scan.hdr", "voxels")]
    [InlineData("scan.mhd", "voxels.raw", "NDims = 3\nElementDataFile = voxels.raw\n")]
    [InlineData("scan.nhdr", "voxels.gz", "NRRD0004\ndata file: voxels.gz\n")]
    public void Voxels_in_a_file_of_their_own_count(string image, string other, string text)
    {
        folder.Write(image, text);
        folder.Write(other, "1");
        var before = HashOf(image);
        folder.Write(other, "2");

        Assert.NotEqual(before, HashOf(image));
    }

    [Fact]
    public void A_series_is_its_files_whatever_their_names_and_order()
    {
        folder.Write("one/1.dcm", "slice 1");
        folder.Write("one/2.dcm", "slice 2");
        folder.Write("two/a.dcm", "slice 2");
        folder.Write("two/b.dcm", "slice 1");
        folder.Write("three/a.dcm", "slice 2");

        Assert.Equal(HashOf("one"), HashOf("two"));
        Assert.NotEqual(HashOf("one"), HashOf("three"));
    }

    private ContentKey HashOf(string name) => new ContentHash(HashMemo.Open(folder.Combine("cache"))).Of(folder.Combine(name));
}
