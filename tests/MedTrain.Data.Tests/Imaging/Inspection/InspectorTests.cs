using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Inspection;
using MedTrain.Data.Tests.Imaging.Dicom;

namespace MedTrain.Data.Tests.Imaging.Inspection;

public sealed class InspectorTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly Inspector inspector = new(TestWorkers.Shared.Read);

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_folder_of_DICOM_slices_is_one_series()
    {
        for (int n = 1; n <= 3; n++)
        {
            TestWorkers.Shared.WriteDicom(scratch.Combine($"{n}.dcm"), Pictures.CtSlice(2 * n, n));
        }

        ImageInspection series = Assert.Single(inspector.Inspect([scratch.Path], ReadOptions.Default));

        Assert.Equal("DICOM series", series.Image!.Header.Format);
        Assert.Equal(3, series.Image.Geometry.Size.Z);
        Assert.Equal(series.Image.Header.StoredStatistics!.Minimum - 1024, series.Image.Header.RescaledStatistics!.Minimum);
    }

    [Fact]
    public void Of_another_folder_every_image_below_is_read_and_its_names_are_masked()
    {
        TestWorkers.Shared.WritePng(scratch.Combine("a1.png"), new ushort[6], 3, 2, 8);
        scratch.Write("DOE_JOHN/2.png", "not a picture");
        scratch.Write("notes.txt", "about these images");

        var found = inspector.Inspect([scratch.Path], ReadOptions.Default);

        Assert.Equal(2, found.Count);
        Assert.Equal($"{scratch.Path}/***_***/2.png (file 1 of 3 in the order of names)", found[0].Path);
        Assert.Contains("not a PNG file", found[0].Error, StringComparison.Ordinal);
        Assert.Equal(new GridSize(3, 2, 1), found[1].Image!.Geometry.Size);
    }

    [Fact]
    public void A_folder_without_images_is_told()
    {
        scratch.Write("notes.txt", "nothing here");

        Assert.NotNull(Assert.Single(inspector.Inspect([scratch.Path], ReadOptions.Default)).Error);
    }
}
