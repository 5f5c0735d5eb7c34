using MedTrain.Data.Imaging;

namespace MedTrain.Data.Tests.Imaging.Raster;

public sealed class RasterFiles : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_PNG_file_is_read_as_it_was_written(int bits)
    {
        ushort[] values = Ramp(bits);
        string path = Png(values, bits);
        Volume read = TestWorkers.Shared.Read(path, new ReadOptions { WithStatistics = true });
        Assert.Equal(new GridSize(30, 20, 1), read.Size);
        Assert.Equal(values.Select(v => (float)v), read.Voxels);
        Assert.Equal(bits == 8 ? "uint8" : "uint16", read.Header!.DataType);
        Assert.Equal(values.Average(v => v), read.Header.StoredStatistics!.Mean, 1e-6);
        Assert.False(read.Header.HasPosition);
    }

    [Fact]
    public void A_PNG_file_cut_anywhere_is_refused_without_ending_a_worker()
    {
        string path = Png(Ramp(8), 8);
        byte[] bytes = File.ReadAllBytes(path);
        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            var e = Assert.Throws<UnreadableImageException>(() => TestWorkers.Shared.Read(path));
            Assert.DoesNotContain("crashed", e.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_JPEG_file_is_read_and_colour_becomes_grey_as_a_named_step()
    {
        File.WriteAllBytes(scratch.Combine("grey.jpg"), JpegPictures.Grey);
        Volume grey = TestWorkers.Shared.Read(scratch.Combine("grey.jpg"));
        Assert.Equal(127.3010, ValueStatistics.Of(grey.Voxels).Mean, 0.02); // Pillow
        Assert.Empty(grey.Steps);
        File.WriteAllBytes(scratch.Combine("colour.jpeg"), JpegPictures.Colour);
        Volume colour = TestWorkers.Shared.Read(scratch.Combine("colour.jpeg"));
        Assert.Equal(89.7301, ValueStatistics.Of(colour.Voxels).Mean, 0.05);
        Assert.Equal(["colour to grey: 0.299 R + 0.587 G + 0.114 B"], colour.Steps);
    }

    [Fact]
    public void A_JPEG_file_cut_anywhere_is_refused_also_with_an_end_marker_put_back()
    {
        string path = scratch.Combine("cut.jpg");
        byte[] bytes = JpegPictures.Grey;
        for (int length = 0; length < bytes.Length; length += 3)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<UnreadableImageException>(() => TestWorkers.Shared.Read(path));
            if (length < bytes.Length - 8)
            {
                File.WriteAllBytes(path, [.. bytes[..length], 0xff, 0xd9]);
                Assert.Throws<UnreadableImageException>(() => TestWorkers.Shared.Read(path));
            }
        }
    }

    [Fact]
    public void A_picture_named_after_another_picture_format_is_read_by_its_content()
    {
        File.WriteAllBytes(scratch.Combine("really-jpeg.png"), JpegPictures.Grey);
        Assert.Equal("JPEG", TestWorkers.Shared.Read(scratch.Combine("really-jpeg.png")).Header!.Format);
    }

    [Fact]
    public void A_PNG_file_with_any_bit_of_its_header_changed_is_refused_without_ending_a_worker()
    {
        string path = Png(Ramp(8), 8);
        byte[] bytes = File.ReadAllBytes(path);
        for (int at = 16; at < 33; at++)
        {
            bytes[at] ^= 4;
            File.WriteAllBytes(path, bytes);
            var e = Assert.Throws<UnreadableImageException>(() => TestWorkers.Shared.Read(path));
            Assert.Contains("checksum", e.Reason, StringComparison.Ordinal);
            bytes[at] ^= 4;
        }
    }

    [Fact]
    public void A_TIFF_file_is_read_and_refused_when_cut_anywhere()
    {
        string path = scratch.Combine("pages.tif");
        byte[] bytes = TwoPages();
        File.WriteAllBytes(path, bytes);
        Volume read = TestWorkers.Shared.Read(path);
        Assert.Equal(new GridSize(4, 3, 2), read.Size);
        Assert.Equal(Enumerable.Range(1, 24).Select(v => (float)v), read.Voxels);
        Assert.Equal(13f, TestWorkers.Shared.Read(path, new ReadOptions { Frame = 1 }).Voxels[0]);
        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<UnreadableImageException>(() => TestWorkers.Shared.Read(path));
        }
    }

    [SharedDataFact]
    public void Real_radiographs_are_read()
    {
        foreach (string file in Directory.EnumerateFiles(SharedData.At("cxr", "images")).Order().Take(10))
        {
            Volume read = TestWorkers.Shared.Read(file);
            Assert.Equal(new GridSize(256, 256, 1), read.Size);
            Assert.InRange(ValueStatistics.Of(read.Voxels).Mean, 20, 235);
        }
        string jpeg = Directory.EnumerateFiles(SharedData.At("cxr_pediatric", "images")).Order().First();
        Assert.Equal("JPEG", TestWorkers.Shared.Read(jpeg).Header!.Format);
    }

    private static ushort[] Ramp(int bits) => [.. Enumerable.Range(0, 600).Select(i => (ushort)(i * 97 % (1 << bits)))];

    /// <summary>Two grey 8-bit pages of 4 × 3 pixels with the values 1 to 24; each page's pixels lie before its directory.</summary>
    private static byte[] TwoPages()
    {
        const int entries = 8, directoryBytes = 2 + (12 * entries) + 4, pageBytes = 12 + directoryBytes;
        var file = new MemoryStream();
        var writer = new BinaryWriter(file);
        writer.Write("II*\0"u8);
        writer.Write(8 + 12);
        for (int page = 0; page < 2; page++)
        {
            int pixels = (int)file.Position;
            writer.Write([.. Enumerable.Range(1 + (12 * page), 12).Select(v => (byte)v)]);
            writer.Write((short)entries);
            (short Tag, int Value)[] tags = [(256, 4), (257, 3), (258, 8), (259, 1), (262, 1), (273, pixels), (278, 3), (279, 12)];
            foreach ((short tag, int value) in tags)
            {
                writer.Write(tag);
                writer.Write((short)4); // a 32-bit number
                writer.Write(1);
                writer.Write(value);
            }
            writer.Write(page == 0 ? pixels + pageBytes + 12 : 0);
        }
        return file.ToArray();
    }

    private string Png(ushort[] values, int bits)
    {
        string path = scratch.Combine("picture.png");
        TestWorkers.Shared.WritePng(path, values, 30, 20, bits);
        return path;
    }
}
