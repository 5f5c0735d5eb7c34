using MedTrain.Data.Imaging;

namespace MedTrain.Data.Tests.Imaging.Dicom;

/// <summary>Real series against pydicom's stack and dcm2niix's conversion.</summary>
public sealed class RealDicomSeries
{
    public static TheoryData<string> Series() =>
        [.. ExpectedRow.All("dicom_series", "expected.csv").Select(r => r["series"]).Where(s => s != "siemens_mosaic_bold")];

    [SharedDataTheory]
    [MemberData(nameof(Series), DisableDiscoveryEnumeration = true)]
    public void Values_size_and_spacing_are_those_of_the_sorted_stack(string series)
    {
        ExpectedRow row = Row(series);
        Volume volume = TestWorkers.Shared.Read(SharedData.At("dicom_series", series), new ReadOptions { WithStatistics = true });
        Assert.Equal(new GridSize((int)row.Number("cols"), (int)row.Number("rows"), (int)row.Number("files")), volume.Size);
        double[] pixelSpacing = row.Numbers("pixel_spacing");
        Assert.Equal(pixelSpacing[1], volume.Geometry.SpacingMm.X, 1e-4);
        Assert.Equal(pixelSpacing[0], volume.Geometry.SpacingMm.Y, 1e-4);
        Assert.Equal(row.Number("slice_gap_mean"), volume.Geometry.SpacingMm.Z, 1e-3);
        ValueStatistics values = volume.Header!.RescaledStatistics!;
        Assert.Equal(row.Number("stack_min"), values.Minimum, 1e-4);
        Assert.Equal(row.Number("stack_max"), values.Maximum, 1e-4);
        Assert.Equal(row.Number("stack_mean"), values.Mean, 1e-4);
    }

    [SharedDataTheory]
    [MemberData(nameof(Series), DisableDiscoveryEnumeration = true)]
    public void The_grid_fills_the_same_place_as_the_NIfTI_conversion(string series)
    {
        ExpectedRow row = Row(series);
        if (!row.Has("nifti_affine"))
        {
            return; // dcm2niix could not convert it
        }
        Volume volume = TestWorkers.Shared.Read(SharedData.At("dicom_series", series));
        AssertSameCorners(row, volume.Geometry);
    }

    [SharedDataFact]
    public void Mosaics_are_unfolded_into_volumes_at_the_place_of_the_conversion()
    {
        ExpectedRow row = Row("siemens_mosaic_bold");
        string folder = SharedData.At("dicom_series", "siemens_mosaic_bold");
        Assert.Contains("2 volumes", Assert.Throws<UnreadableImageException>(() => TestWorkers.Shared.Read(folder)).Reason, StringComparison.Ordinal);
        Volume[] volumes = [.. Enumerable.Range(0, 2).Select(v => TestWorkers.Shared.Read(folder, new ReadOptions { VolumeIndex = v }))];
        Assert.Equal(new GridSize(72, 72, 5), volumes[0].Size);
        Assert.Equal(row.Number("nifti_mean"), volumes.Average(v => ValueStatistics.Of(v.Voxels).Mean), 1e-3);
        AssertSameCorners(row, volumes[0].Geometry);
    }

    private static void AssertSameCorners(ExpectedRow row, Geometry actual)
    {
        double[] a = row.Numbers("nifti_affine");
        double[] shape = row.Numbers("nifti_shape");
        var affine = new Affine(Matrix3.FromRows(new(a[0], a[1], a[2]), new(a[4], a[5], a[6]), new(a[8], a[9], a[10])), new(a[3], a[7], a[11]));
        Geometry converted = Geometry.FromVoxelToRas(new((int)shape[0], (int)shape[1], (int)shape[2]), affine);
        foreach (Vector3 corner in Corners(converted))
        {
            Assert.True(Corners(actual).Min(c => (c - corner).Length) < 0.02, $"no corner at {corner}");
        }
    }

    private static ExpectedRow Row(string series) => ExpectedRow.All("dicom_series", "expected.csv").Single(r => r["series"] == series);

    private static IEnumerable<Vector3> Corners(Geometry g) =>
        from x in new[] { 0, g.Size.X - 1 }
        from y in new[] { 0, g.Size.Y - 1 }
        from z in new[] { 0, g.Size.Z - 1 }
        select g.ToWorld(new Vector3(x, y, z));
}
