using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Dicom;

namespace MedTrain.Data.Tests.Imaging.Dicom;

public sealed class DicomSeriesTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Slices_are_sorted_by_position_not_by_name_or_number()
    {
        // Heights fall while names and numbers rise.
        Write(Enumerable.Range(1, 5).Select(n => Pictures.CtSlice(heightMm: 50 - (3 * n), number: n)));
        Volume read = Read();
        Assert.Equal(new GridSize(Pictures.Columns, Pictures.Rows, 5), read.Size);
        Assert.Equal(35, read.Geometry.OriginMm.Z, 1e-6);
        Assert.Equal(3, read.Geometry.SpacingMm.Z, 1e-6);
        Assert.Equal([5f, 4f, 3f, 2f, 1f], Enumerable.Range(0, 5).Select(z => read[0, 0, z] + 1024));
    }

    [Fact]
    public void Several_series_are_an_error_that_lists_them_and_one_can_be_chosen()
    {
        Write(Enumerable.Range(1, 3).Select(n => Pictures.CtSlice(n, n, "first")).Concat(
            Enumerable.Range(4, 4).Select(n => Pictures.CtSlice(n, n, "second") with { SeriesDescription = "Thorax JOHN DOE" })));
        var e = Assert.Throws<UnreadableImageException>(() => Read());
        Assert.Contains(DicomUid.From("first"), e.Reason, StringComparison.Ordinal);
        Assert.Contains(DicomUid.From("second"), e.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("DOE", e.Reason, StringComparison.OrdinalIgnoreCase); // free text may name a patient
        Assert.Equal(3, Read(new ReadOptions { SeriesUid = DicomUid.From("first") }).Size.Z);
        Assert.Equal(4, Read(new ReadOptions { SeriesDescription = "thorax" }).Size.Z);
        Assert.Throws<UnreadableImageException>(() => Read(new ReadOptions { SeriesUid = "1.2.3" }));
    }

    [Fact]
    public void A_missing_slice_is_named_and_accepted_only_on_request()
    {
        Write(new[] { 1, 2, 3, 5, 6 }.Select(n => Pictures.CtSlice(2.5 * n, n)));
        var e = Assert.Throws<UnreadableImageException>(() => Read());
        Assert.Contains("gap", e.Reason, StringComparison.Ordinal);
        Assert.Contains("5 mm apart where 2.5 mm", e.Reason, StringComparison.Ordinal);
        Volume read = Read(new ReadOptions { AllowUnevenSlices = true });
        Assert.Equal(5, read.Size.Z);
        Assert.Contains(read.Warnings, w => w.Contains("gap", StringComparison.Ordinal));
    }

    [Fact]
    public void A_duplicate_slice_is_named()
    {
        Write([Pictures.CtSlice(0, 1), Pictures.CtSlice(1, 2), Pictures.CtSlice(1, 3), Pictures.CtSlice(2, 4)]);
        Assert.Contains("duplicate", Assert.Throws<UnreadableImageException>(() => Read()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_volumes_at_the_same_positions_must_be_chosen_from()
    {
        Write(Enumerable.Range(0, 6).Select(n => Pictures.CtSlice(n % 3, n + 1)));
        Assert.Contains("2 volumes", Assert.Throws<UnreadableImageException>(() => Read()).Reason, StringComparison.Ordinal);
        Assert.Equal([4f, 5f, 6f], Enumerable.Range(0, 3).Select(z => Read(new ReadOptions { VolumeIndex = 1 })[0, 0, z] + 1024));
    }

    [Fact]
    public void Mixed_orientation_and_mixed_sizes_are_named()
    {
        Write([Pictures.CtSlice(0, 1), Pictures.CtSlice(1, 2) with { ColumnDirection = new(0, 0, -1) }]);
        Assert.Contains("mixed orientation", Assert.Throws<UnreadableImageException>(() => Read()).Reason, StringComparison.Ordinal);
        DicomPicture small = Pictures.CtSlice(1, 2);
        Write([small with { Rows = Pictures.Rows / 2, Stored = small.Stored[..(small.Stored.Length / 2)] }], from: 2);
        Assert.Contains("24x16 (1 slices)", Assert.Throws<UnreadableImageException>(() => Read()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_slice_makes_the_series_unreadable()
    {
        Write(Enumerable.Range(1, 3).Select(n => Pictures.CtSlice(n, n)));
        string path = scratch.Combine("slice2.dcm");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^100]);
        var e = Assert.Throws<UnreadableImageException>(() => Read());
        Assert.Contains("slice2.dcm", e.Reason, StringComparison.Ordinal);
        Assert.Contains("truncated", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Tilted_slices_keep_their_slanted_axis()
    {
        Write(Enumerable.Range(0, 4).Select(n => Pictures.CtSlice(2 * n, n + 1) with { PositionMm = new(-100, -80 + n, 2 * n) }));
        Volume read = Read();
        Assert.Contains(read.Warnings, w => w.Contains("gantry tilt", StringComparison.Ordinal));
        Assert.True((read.Geometry.ToWorld(new Vector3(0, 0, 3)) - new Vector3(-100, -77, 6)).Length < 1e-6);
    }

    [Fact]
    public void An_empty_folder_is_named_and_other_files_are_ignored_with_a_warning()
    {
        Assert.Contains("no DICOM images", Assert.Throws<UnreadableImageException>(() => Read()).Reason, StringComparison.Ordinal);
        Write(Enumerable.Range(1, 2).Select(n => Pictures.CtSlice(n, n)));
        scratch.Write("README.txt", "about this series");
        Assert.Contains(Read().Warnings, w => w.StartsWith("1 file(s)", StringComparison.Ordinal));
    }

    private void Write(IEnumerable<DicomPicture> pictures, int from = 1)
    {
        foreach (DicomPicture picture in pictures)
        {
            TestWorkers.Shared.WriteDicom(scratch.Combine($"slice{from++}.dcm"), picture);
        }
    }

    private Volume Read(ReadOptions? options = null) => TestWorkers.Shared.Read(scratch.Path, options);
}
