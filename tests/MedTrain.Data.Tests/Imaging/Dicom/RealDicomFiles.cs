using MedTrain.Data.Imaging;

namespace MedTrain.Data.Tests.Imaging.Dicom;

/// <summary>Every row of the real files' expected.csv, whose values were computed with pydicom and GDCM.</summary>
public sealed class RealDicomFiles
{
    private static readonly ReadOptions AsStored = new() { InvertMonochrome1 = false, WithStatistics = true };

    public static TheoryData<string> Files(string expected) =>
        [.. Rows().Where(r => r["expected"] == expected).Select(r => r["file"])];

    [SharedDataFact]
    public void There_are_files_of_every_kind()
    {
        Assert.True(Files("decode").Count >= 50);
        Assert.True(Files("error").Count >= 9);
        Assert.True(Files("no_pixels").Count >= 5);
        Assert.True(Files("decoder_dependent").Count >= 5);
    }

    [SharedDataTheory]
    [MemberData(nameof(Files), "decode", DisableDiscoveryEnumeration = true)]
    public void Stored_and_rescaled_values_and_grey_of_colours_are_as_expected(string file)
    {
        ExpectedRow row = Rows().Single(r => r["file"] == file);
        Volume volume = TestWorkers.Shared.Read(SharedData.At("dicom", file), AsStored);
        Assert.Equal(new GridSize((int)row.Number("cols"), (int)row.Number("rows"), (int)row.Number("frames")), volume.Size);
        Assert.Equal(row["transfer_syntax_uid"], volume.Header!.TransferSyntax);
        AssertValues(row, "raw", volume.Header.StoredStatistics!);
        if (row.Has("rescaled_mean"))
        {
            AssertValues(row, "rescaled", volume.Header.RescaledStatistics!);
            Assert.Equal(volume.Header.RescaledStatistics!.Mean, ValueStatistics.Of(volume.Voxels).Mean, 1e-3 * Math.Max(1, Math.Abs(row.Number("rescaled_mean"))));
        }
        if (row.Has("rgb_mean_r"))
        {
            double grey = (0.299 * row.Number("rgb_mean_r")) + (0.587 * row.Number("rgb_mean_g")) + (0.114 * row.Number("rgb_mean_b"));
            double tolerance = Math.Max(0.005 * (row.Number("raw_max") - row.Number("raw_min")), 1e-6 * grey);
            Assert.Equal(grey, ValueStatistics.Of(volume.Voxels).Mean, tolerance);
            Assert.Contains(volume.Steps, step => step.Contains("grey", StringComparison.Ordinal));
        }
    }

    [SharedDataTheory]
    [MemberData(nameof(Files), "error", DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Files), "no_pixels", DisableDiscoveryEnumeration = true)]
    public void Damaged_files_and_files_without_pixels_are_refused_with_a_reason(string file)
    {
        string path = SharedData.At("dicom", file);
        var e = Assert.Throws<UnreadableImageException>(() => TestWorkers.Shared.Read(path));
        Assert.Equal(path, e.Path);
        Assert.True(e.Reason.Length > 10, e.Reason);
        Assert.DoesNotContain("crashed", e.Reason, StringComparison.Ordinal);
    }

    [SharedDataTheory]
    [MemberData(nameof(Files), "decoder_dependent", DisableDiscoveryEnumeration = true)]
    public void Files_that_decoders_disagree_on_are_read_or_refused(string file)
    {
        try
        {
            Assert.NotEmpty(TestWorkers.Shared.Read(SharedData.At("dicom", file)).Voxels);
        }
        catch (UnreadableImageException e)
        {
            Assert.DoesNotContain("crashed", e.Reason, StringComparison.Ordinal);
        }
    }

    private static IReadOnlyList<ExpectedRow> Rows() => ExpectedRow.All("dicom", "expected.csv");

    private static void AssertValues(ExpectedRow row, string kind, ValueStatistics actual)
    {
        (double min, double max, double mean) = (row.Number($"{kind}_min"), row.Number($"{kind}_max"), row.Number($"{kind}_mean"));
        bool lossy = row["lossy"] == "1";
        double tolerance = lossy ? 0.005 * (max - min) : 1e-6 * Math.Max(Math.Abs(mean), 1e-3);
        Assert.Equal(mean, actual.Mean, tolerance);
        if (!lossy)
        {
            Assert.Equal(min, actual.Minimum, 1e-6 * Math.Max(1, Math.Abs(min)));
            Assert.Equal(max, actual.Maximum, 1e-6 * Math.Max(1, Math.Abs(max)));
        }
    }
}
