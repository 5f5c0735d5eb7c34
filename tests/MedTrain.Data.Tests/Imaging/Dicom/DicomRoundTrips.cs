using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Dicom;

namespace MedTrain.Data.Tests.Imaging.Dicom;

public sealed class DicomRoundTrips : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    public static TheoryData<DicomCompression, int, bool> Kinds()
    {
        var kinds = new TheoryData<DicomCompression, int, bool>();
        foreach (DicomCompression compression in Enum.GetValues<DicomCompression>())
        {
            kinds.Add(compression, 8, false);
            kinds.Add(compression, 12, false);
            kinds.Add(compression, 16, true);
        }
        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Stored_values_survive_every_transfer_syntax(DicomCompression compression, int bits, bool signed)
    {
        int offset = signed ? -5000 : 0;
        DicomPicture picture = Pictures.Radiograph(bits) with { Compression = compression, Signed = signed };
        picture = picture with { Stored = Array.ConvertAll(picture.Stored, v => v + offset) };
        Volume read = WriteAndRead(picture);
        Assert.Equal(picture.Stored.Select(v => (float)v), read.Voxels);
        Assert.Empty(read.Steps);
    }

    /// <summary>Noise needs the longest codes, and steps of half the range the difference that has no bits of its own.</summary>
    [Theory]
    [InlineData(8, 1)]
    [InlineData(12, 1)]
    [InlineData(16, 1)]
    [InlineData(16, 1 << 15)]
    public void Noise_survives_lossless_JPEG(int bits, int step)
    {
        var random = new Random(bits);
        DicomPicture picture = Pictures.Radiograph(bits) with { Compression = DicomCompression.JpegLossless };
        picture = picture with { Stored = Array.ConvertAll(picture.Stored, _ => random.Next(1 << bits) / step * step) };
        Volume read = WriteAndRead(picture);
        Assert.Equal(picture.Stored.Select(v => (float)v), read.Voxels);
    }

    [Fact]
    public void A_CT_slice_is_read_in_Hounsfield_units_at_its_place()
    {
        DicomPicture picture = Pictures.CtSlice(heightMm: 12.5);
        Volume read = WriteAndRead(picture);
        Assert.Equal(picture.Stored.Select(v => v - 1024f), read.Voxels);
        Assert.Equal(["rescale: 1 × stored + -1024 (HU)"], read.Steps);
        Assert.Equal(new Vector3(0.7, 0.9, 2.5), read.Geometry.SpacingMm);
        Assert.Equal(new Vector3(-100, -80, 12.5), read.Geometry.OriginMm);
        Assert.True(read.Header!.HasPosition);
        Assert.Equal("CT", read.Header.Modality);
    }

    [Fact]
    public void MONOCHROME1_is_inverted_as_a_named_step_unless_asked_not_to()
    {
        DicomPicture picture = Pictures.Radiograph(bitsStored: 10, photometric: "MONOCHROME1");
        Volume read = WriteAndRead(picture);
        Assert.Equal(picture.Stored.Select(v => 1023f - v), read.Voxels);
        Assert.Equal(["invert MONOCHROME1: 1023 − value"], read.Steps);
        Volume stored = WriteAndRead(picture, new ReadOptions { InvertMonochrome1 = false });
        Assert.Equal(picture.Stored.Select(v => (float)v), stored.Voxels);
    }

    [Fact]
    public void The_VOI_window_is_applied_on_request()
    {
        DicomPicture picture = Pictures.CtSlice();
        Volume read = WriteAndRead(picture, new ReadOptions { ApplyVoiWindow = true });
        for (int i = 0; i < picture.Stored.Length; i++)
        {
            double hu = picture.Stored[i] - 1024.0;
            Assert.Equal(Math.Clamp(((hu - 39.5) / 399) + 0.5, 0, 1), read.Voxels[i], 1e-6); // PS3.3 C.11.2.1.2
        }
        Assert.Contains(read.Steps, step => step.StartsWith("VOI window", StringComparison.Ordinal));
        var e = Assert.Throws<UnreadableImageException>(() => WriteAndRead(Pictures.Radiograph(), new ReadOptions { ApplyVoiWindow = true }));
        Assert.Contains("no usable VOI window", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Signed_values_stored_without_their_sign_get_it_back()
    {
        DicomPicture picture = Pictures.CtSlice() with { RescaleIntercept = 0, RescaleSlope = 1, Stored = new int[Pictures.Rows * Pictures.Columns] };
        picture.Stored[3] = 4095; // −1 in 12 bits
        string path = scratch.Combine("s.dcm");
        TestWorkers.Shared.WriteDicom(path, picture);
        ReplaceTag(path, [0x28, 0, 0x03, 1, (byte)'U', (byte)'S', 2, 0], [1, 0]);
        Volume read = TestWorkers.Shared.Read(path);
        Assert.Equal(-1, read.Voxels[3]);
        Assert.Equal(["sign extended from bit 12"], read.Steps);
    }

    [Theory]
    [InlineData(DicomCompression.None)]
    [InlineData(DicomCompression.Rle)]
    [InlineData(DicomCompression.JpegLossless)]
    [InlineData(DicomCompression.Deflated)]
    public void A_file_cut_anywhere_is_refused(DicomCompression compression)
    {
        string path = scratch.Combine("cut.dcm");
        TestWorkers.Shared.WriteDicom(path, Pictures.CtSlice() with { Compression = compression });
        byte[] bytes = File.ReadAllBytes(path);
        for (int length = 0; length < bytes.Length; length += 1 + (length / 37))
        {
            File.WriteAllBytes(path, bytes[..length]);
            var e = Assert.Throws<UnreadableImageException>(() => TestWorkers.Shared.Read(path));
            Assert.DoesNotContain("crashed", e.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Values_that_do_not_fit_are_refused_and_nothing_is_left()
    {
        DicomPicture picture = Pictures.Radiograph() with { Stored = [.. Enumerable.Repeat(256, Pictures.Rows * Pictures.Columns)] };
        Assert.Throws<ArgumentException>(() => TestWorkers.Shared.WriteDicom(scratch.Combine("x.dcm"), picture));
        Assert.Empty(Directory.GetFiles(scratch.Path));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_IOException() =>
        Assert.Throws<IOException>(() => TestWorkers.Shared.WriteDicom("/proc/none/x.dcm", Pictures.Radiograph()));

    [Fact]
    public void The_same_picture_gives_the_same_bytes()
    {
        TestWorkers.Shared.WriteDicom(scratch.Combine("a.dcm"), Pictures.CtSlice());
        TestWorkers.Shared.WriteDicom(scratch.Combine("b.dcm"), Pictures.CtSlice());
        Assert.Equal(File.ReadAllBytes(scratch.Combine("a.dcm")), File.ReadAllBytes(scratch.Combine("b.dcm")));
    }

    private Volume WriteAndRead(DicomPicture picture, ReadOptions? options = null)
    {
        string path = scratch.Combine("picture.dcm");
        TestWorkers.Shared.WriteDicom(path, picture);
        return TestWorkers.Shared.Read(path, options);
    }

    private static void ReplaceTag(string path, byte[] header, byte[] value)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int at = bytes.AsSpan().IndexOf(header);
        Assert.True(at > 0);
        value.CopyTo(bytes, at + header.Length);
        File.WriteAllBytes(path, bytes);
    }
}
