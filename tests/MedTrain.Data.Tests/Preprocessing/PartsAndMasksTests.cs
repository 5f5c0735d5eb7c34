using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Nifti;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Tests.Preprocessing;

public sealed class PartsAndMasksTests : IDisposable
{
    private static readonly Volume Numbers = new(
        [.. Enumerable.Range(0, 60).Select(index => (float)index)],
        new Geometry(new GridSize(3, 4, 5), new Vector3(1, 2, 3), new Vector3(10, 20, 30), Matrix3.Identity));

    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Slices_are_taken_across_each_axis_and_stay_in_place()
    {
        var middle = new TakeSlices().Apply(Numbers);
        var rows = new TakeSlices { Axis = "y", From = 1, Count = 2 }.Apply(Numbers);

        Assert.Equal(new GridSize(3, 4, 1), middle.Size);
        Assert.Equal(24, middle[0, 0, 0]);
        Assert.Equal(new GridSize(3, 2, 5), rows.Size);
        Assert.Equal(Numbers[2, 2, 4], rows[2, 1, 4]);
        Assert.Equal(Numbers.Geometry.ToWorld(new Vector3(2, 2, 4)), rows.Geometry.ToWorld(new Vector3(2, 1, 4)));
        Assert.Throws<PreprocessingException>(() => new TakeSlices { From = 4, Count = 2 }.Apply(Numbers));
    }

    [Fact]
    public void A_box_is_the_same_by_voxel_and_by_mm()
    {
        var byVoxel = new CropBox { CenterVoxel = [1, 2, 3], Size = [3, 3, 1] }.Apply(Numbers);
        var byMm = new CropBox { CenterMm = [11, 24, 39], Size = [3, 3, 1] }.Apply(Numbers);

        Assert.Equal(Numbers[1, 2, 3], byVoxel[1, 1, 0]);
        Assert.Equal(byVoxel.Voxels, byMm.Voxels);
        Assert.Throws<PreprocessingException>(() => new CropBox { CenterMm = [1000, 24, 39], Size = [3, 3, 1] }.Apply(Numbers));
        Assert.Equal(
            ["preprocessing[0].crop_box.center_voxel", "preprocessing[1].crop_box.center_mm", "preprocessing[2].crop_box.center_voxel"],
            PreprocessingPipeline.Validate(
            [
                new CropBox { Size = [1, 1] }, new CropBox { CenterMm = [1, 2], Size = [1, 1, 1] }, new CropBox { CenterVoxel = [1, 2], Size = [1, 1, 1] },
            ]).Select(problem => problem.ConfigKey));
    }

    [Fact]
    public void Padding_makes_sizes_multiples_and_keeps_the_middle()
    {
        var padded = new PadToMultiple { Of = 4, Fill = -1 }.Apply(Numbers);

        Assert.Equal(new GridSize(4, 4, 8), padded.Size);
        Assert.Equal(Numbers[0, 0, 0], padded[0, 0, 1]);
        Assert.Equal(-1, padded[3, 0, 1]);
    }

    [Fact]
    public void A_mask_is_laid_over_by_place_also_on_another_grid()
    {
        // Inside is x up to 11 mm, on a grid of half the spacing that begins elsewhere.
        var size = new GridSize(20, 40, 40);
        var geometry = new Geometry(size, new Vector3(0.5, 0.5, 0.5), new Vector3(6, 18, 29), Matrix3.Identity);
        var inside = Enumerable.Range(0, (int)size.Count).Select(index => 6 + (0.5 * (index % 20)) <= 11 ? 1f : 0f).ToArray();
        var path = folder.Combine("mask.nii.gz");
        NiftiWriter.Write(path, new Volume(inside, geometry));

        var masked = new ApplyMask { File = path }.Apply(Numbers);

        Assert.Equal([1, 0], [masked[1, 0, 0], masked[2, 0, 0]]);
        Assert.Equal(40, masked[1, 1, 3]); // y 22, z 39: within the mask's 48.5
        var elsewhere = new Volume(Numbers.Voxels, Numbers.Geometry with { OriginMm = new Vector3(500, 0, 0) });
        Assert.Contains("not in the same place", Assert.Throws<PreprocessingException>(() => new ApplyMask { File = path }.Apply(elsewhere)).Message, StringComparison.Ordinal);
        Assert.Single(PreprocessingPipeline.Validate([new ApplyMask { File = folder.Combine("none.nii") }]));
    }

    [Fact]
    public void Regions_of_an_atlas_become_their_means_in_the_order_of_their_numbers()
    {
        // Numbers is x + 3y + 12z; the atlas has region 7 where x is 0 and region 2 where x is 2, on a grid of twice the spacing along y.
        var size = new GridSize(3, 2, 5);
        float[] regions = [.. Enumerable.Range(0, (int)size.Count).Select(index => (index % 3) switch { 0 => 7f, 2 => 2f, _ => 0f })];
        var path = WriteAtlas(new Volume(regions, Numbers.Geometry with { Size = size, SpacingMm = new Vector3(1, 4, 3), OriginMm = new Vector3(10, 21, 30) }));

        var means = new RegionMeans { Atlas = path }.Apply(Numbers);

        Assert.Equal(new GridSize(2, 1, 1), means.Size);
        Assert.Equal([2 + 4.5f + 24, 4.5f + 24], means.Voxels);
        Assert.Equal("region_means: 2 regions", means.Steps[^1]);
    }

    [Fact]
    public void An_atlas_elsewhere_or_without_whole_numbers_is_refused()
    {
        var elsewhere = WriteAtlas(new Volume([.. Numbers.Voxels.Select(_ => 3f)], Numbers.Geometry with { OriginMm = new Vector3(500, 0, 0) }));
        var error = Assert.Throws<PreprocessingException>(() => new RegionMeans { Atlas = elsewhere }.Apply(Numbers));
        Assert.Contains("no voxel lies in region 3 (1 of 1 regions are empty)", error.Message, StringComparison.Ordinal);

        var probabilities = WriteAtlas(new Volume([.. Numbers.Voxels.Select(_ => 0.5f)], Numbers.Geometry));
        error = Assert.Throws<PreprocessingException>(() => new RegionMeans { Atlas = probabilities }.Apply(Numbers));
        Assert.Contains("a voxel of 0.5", error.Message, StringComparison.Ordinal);

        var empty = WriteAtlas(new Volume(new float[60], Numbers.Geometry));
        error = Assert.Throws<PreprocessingException>(() => new RegionMeans { Atlas = empty }.Apply(Numbers));
        Assert.Contains("holds no region", error.Message, StringComparison.Ordinal);
        Assert.Single(PreprocessingPipeline.Validate([new RegionMeans { Atlas = folder.Combine("none.nii") }]));
    }

    private string WriteAtlas(Volume atlas)
    {
        var path = folder.Combine($"{Guid.NewGuid()}.nii.gz");
        NiftiWriter.Write(path, atlas);
        return path;
    }

    [Fact]
    public void Channels_are_copies_with_the_means_and_deviations_of_their_name()
    {
        var pipeline = new PreprocessingPipeline([new Channels { Normalize = "imagenet" }]);
        var plane = new Volume([0, 0.5f, 1], Geometry.Unplaced(new GridSize(3, 1, 1), Vector3.One));

        var sample = pipeline.ToSample(pipeline.Apply(plane));

        float[] expected = [.. new[] { (0.485, 0.229), (0.456, 0.224), (0.406, 0.225) }
            .SelectMany(channel => new[] { 0, 0.5, 1 }.Select(value => (float)((value - channel.Item1) / channel.Item2)))];
        PreprocessingGoldens.AssertNear(expected, sample, 1e-6);
        Assert.Equal(["preprocessing[0].channels.count"], PreprocessingPipeline.Validate([new Channels(), new ZScore()]).Select(problem => problem.ConfigKey));
    }
}
