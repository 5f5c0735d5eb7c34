using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Nifti;

namespace MedTrain.Data.Tests.Imaging.Nifti;

public sealed class RealNiftiFiles
{
    public static TheoryData<string> Files(string expected) =>
        [.. ExpectedRow.All("nifti", "expected.csv").Where(r => r["expected"] == expected).Select(r => r["file"])];

    [SharedDataFact]
    public void There_are_files_of_both_kinds()
    {
        Assert.True(Files("read").Count >= 20);
        Assert.True(Files("error").Count >= 5);
    }

    [SharedDataTheory]
    [MemberData(nameof(Files), "read", DisableDiscoveryEnumeration = true)]
    public void Shape_spacing_orientation_affine_and_values_are_those_of_nibabel(string file)
    {
        ExpectedRow row = ExpectedRow.All("nifti", "expected.csv").Single(r => r["file"] == file);
        double[] shape = row.Numbers("shape");
        int volumes = shape.Length > 3 ? (int)shape[3] : 1;
        Volume[] read = [.. Enumerable.Range(0, volumes).Select(v =>
            NiftiReader.Read(SharedData.At("nifti", file), new ReadOptions { VolumeIndex = v, WithStatistics = true }))];

        Geometry geometry = read[0].Geometry;
        Assert.Equal(new GridSize((int)shape[0], (int)shape[1], (int)shape[2]), geometry.Size);
        double[] spacing = row.Numbers("spacing");
        Assert.Equal(spacing[0], geometry.SpacingMm.X, 1e-4);
        Assert.Equal(spacing[1], geometry.SpacingMm.Y, 1e-4);
        Assert.Equal(spacing[2], geometry.SpacingMm.Z, 1e-4);
        Assert.Equal(row["orientation"], geometry.AxisCodes);
        AssertAffine(row.Numbers("affine"), geometry.VoxelToRas);

        ValueStatistics[] values = [.. read.Select(v => v.Header!.RescaledStatistics!)];
        double range = row.Number("max") - row.Number("min");
        Assert.Equal(row.Number("min"), values.Min(v => v.Minimum), 1e-6 * range);
        Assert.Equal(row.Number("max"), values.Max(v => v.Maximum), 1e-6 * range);
        Assert.Equal(row.Number("mean"), values.Sum(v => v.Mean * v.FiniteCount) / values.Sum(v => v.FiniteCount), 1e-6 * range);
    }

    [SharedDataTheory]
    [MemberData(nameof(Files), "error", DisableDiscoveryEnumeration = true)]
    public void Damaged_files_are_refused_with_a_reason(string file)
    {
        string path = SharedData.At("nifti", file);
        var e = Assert.Throws<UnreadableImageException>(() => NiftiReader.Read(path, ReadOptions.Default));
        Assert.Equal(path, e.Path);
        Assert.True(e.Reason.Length > 10, e.Reason);
    }

    private static void AssertAffine(double[] expected, Affine actual)
    {
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                Assert.Equal(expected[(4 * row) + column], actual.Linear[column][row], 1e-4);
            }
            Assert.Equal(expected[(4 * row) + 3], actual.Translation[row], 1e-3);
        }
    }
}
