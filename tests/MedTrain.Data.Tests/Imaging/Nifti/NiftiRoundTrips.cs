using System.Buffers.Binary;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Nifti;

namespace MedTrain.Data.Tests.Imaging.Nifti;

public sealed class NiftiRoundTrips : IDisposable
{
    private readonly ScratchFolder scratch = new();

    private static Geometry ObliqueGrid { get; } = Geometry.FromVoxelToLps(
        new GridSize(4, 5, 6),
        new Affine(Matrix3.FromRows(new(0, -0.9, 0.3), new(1.5, 0, 0), new(0, 0.45, 0.6)), new(-10, 20.25, 3)));

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("a.nii", NiftiVoxelType.Float32)]
    [InlineData("a.nii.gz", NiftiVoxelType.Float32)]
    [InlineData("a.nii.gz", NiftiVoxelType.Int16)]
    [InlineData("a.nii", NiftiVoxelType.UInt8)]
    public void What_is_written_is_read_again(string name, NiftiVoxelType type)
    {
        Volume written = Ramp(ObliqueGrid);
        NiftiWriter.Write(scratch.Combine(name), written, type);
        Volume read = NiftiReader.Read(scratch.Combine(name), ReadOptions.Default);
        Assert.Equal(written.Voxels, read.Voxels);
        AssertSamePlace(written.Geometry, read.Geometry);
        Assert.Empty(read.Steps);
    }

    [Fact]
    public void The_qform_alone_gives_the_same_place()
    {
        string path = scratch.Combine("q.nii");
        NiftiWriter.Write(path, Ramp(ObliqueGrid));
        byte[] bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(254), 0); // sform_code
        File.WriteAllBytes(path, bytes);
        AssertSamePlace(ObliqueGrid, NiftiReader.Read(path, ReadOptions.Default).Geometry);
    }

    [Fact]
    public void A_long_axis_makes_a_NIfTI_2_file()
    {
        string path = scratch.Combine("long.nii.gz");
        NiftiWriter.Write(path, Ramp(ObliqueGrid with { Size = new GridSize(40000, 1, 2) }));
        Volume read = NiftiReader.Read(path, ReadOptions.Default);
        Assert.Equal("NIfTI-2", read.Header!.Format);
        Assert.Equal(new GridSize(40000, 1, 2), read.Size);
        AssertSamePlace(ObliqueGrid, read.Geometry);
    }

    [Theory]
    [InlineData("a.nii")]
    [InlineData("a.nii.gz")]
    public void A_file_cut_anywhere_is_refused(string name)
    {
        string path = scratch.Combine(name);
        NiftiWriter.Write(path, Ramp(ObliqueGrid));
        byte[] bytes = File.ReadAllBytes(path);
        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            var e = Assert.Throws<UnreadableImageException>(() => NiftiReader.Read(path, ReadOptions.Default));
            Assert.Contains(length == 1 && name.EndsWith(".gz", StringComparison.Ordinal) ? "not gzip" : "truncated", e.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Slope_and_intercept_are_applied_and_named()
    {
        string path = scratch.Combine("s.nii");
        NiftiWriter.Write(path, Ramp(ObliqueGrid), NiftiVoxelType.Int16);
        byte[] bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(112), 0.5f);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(116), -3);
        File.WriteAllBytes(path, bytes);
        Volume read = NiftiReader.Read(path, ReadOptions.Default);
        Assert.Equal((0.5f * 7) - 3, read.Voxels[7]);
        Assert.Equal(["rescale: 0.5 × stored + -3"], read.Steps);
    }

    [Fact]
    public void Of_a_4D_file_one_volume_must_be_chosen()
    {
        string path = scratch.Combine("4d.nii");
        NiftiWriter.Write(path, Ramp(ObliqueGrid)); // 4 x 5 x 6 becomes 4 x 5 x 2 x 3
        byte[] bytes = File.ReadAllBytes(path);
        short[] dim = [4, 4, 5, 2, 3];
        for (int i = 0; i < dim.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(40 + (2 * i)), dim[i]);
        }
        File.WriteAllBytes(path, bytes);
        var e = Assert.Throws<UnreadableImageException>(() => NiftiReader.Read(path, ReadOptions.Default));
        Assert.Contains("3 volumes", e.Reason, StringComparison.Ordinal);
        Volume second = NiftiReader.Read(path, new ReadOptions { VolumeIndex = 1 });
        Assert.Equal(Enumerable.Range(40, 40).Select(i => (float)i), second.Voxels);
        Assert.Throws<UnreadableImageException>(() => NiftiReader.Read(path, new ReadOptions { VolumeIndex = 3 }));
    }

    [Theory]
    [InlineData(40, 9)] // dim[0]
    [InlineData(42, -4)] // dim[1]
    [InlineData(70, 77)] // datatype
    [InlineData(70, 1)] // 1-bit
    public void A_header_field_that_makes_no_sense_is_named(int offset, short value)
    {
        string path = scratch.Combine("h.nii");
        NiftiWriter.Write(path, Ramp(ObliqueGrid));
        byte[] bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(offset), value);
        File.WriteAllBytes(path, bytes);
        Assert.Throws<UnreadableImageException>(() => NiftiReader.Read(path, ReadOptions.Default));
    }

    [Fact]
    public void A_huge_claim_is_refused_before_memory_is_taken()
    {
        string path = scratch.Combine("huge.nii.gz");
        NiftiWriter.Write(scratch.Combine("a.nii"), Ramp(ObliqueGrid));
        byte[] bytes = File.ReadAllBytes(scratch.Combine("a.nii"));
        for (int i = 1; i <= 3; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(40 + (2 * i)), 1000);
        }
        using (var gzip = new System.IO.Compression.GZipStream(File.Create(path), System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }
        long before = GC.GetTotalAllocatedBytes();
        Assert.Throws<UnreadableImageException>(() => NiftiReader.Read(path, ReadOptions.Default));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 50_000_000);
    }

    [Fact]
    public void A_value_that_does_not_fit_the_type_is_refused_and_nothing_is_left()
    {
        var volume = new Volume([300], Geometry.Unplaced(new GridSize(1, 1, 1), Vector3.One));
        Assert.Throws<ArgumentException>(() => NiftiWriter.Write(scratch.Combine("x.nii"), volume, NiftiVoxelType.UInt8));
        Assert.Empty(Directory.GetFiles(scratch.Path));
    }

    private static Volume Ramp(Geometry geometry) =>
        new([.. Enumerable.Range(0, (int)geometry.Size.Count).Select(i => (float)(i % 251))], geometry);

    private static void AssertSamePlace(Geometry expected, Geometry actual)
    {
        foreach (Vector3 voxel in new[] { Vector3.Zero, new(3, 0, 0), new(0, 4, 0), new(0, 0, 5) })
        {
            Assert.True((expected.ToWorld(voxel) - actual.ToWorld(voxel)).Length < 1e-4);
        }
    }
}
