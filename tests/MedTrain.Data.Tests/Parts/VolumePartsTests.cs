using MedTrain.Data.Imaging;
using MedTrain.Data.Parts;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Tests.Parts;

public sealed class VolumePartsTests
{
    /// <summary>A voxel's value is its index: x + 3y + 12z.</summary>
    private static readonly Volume Numbers = new(
        [.. Enumerable.Range(0, 60).Select(index => (float)index)],
        new Geometry(new GridSize(3, 4, 5), new Vector3(1, 2, 3), new Vector3(10, 20, 30), Matrix3.Identity));

    [Fact]
    public void The_table_holds_every_kind()
    {
        var kinds = typeof(VolumeParts).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(VolumeParts))).ToList();

        Assert.Equal(3, kinds.Count);
        Assert.Equal(kinds.OrderBy(type => type.Name), PartsTable.Kinds.Select(row => row.Type).OrderBy(type => type.Name));
    }

    [Theory]
    [InlineData("x", 3, 20, 1)]
    [InlineData("y", 4, 15, 3)]
    [InlineData("z", 5, 12, 12)]
    public void Slices_across_an_axis_hold_the_voxels_of_their_plane(string axis, int count, int length, int distance)
    {
        var slices = new SliceParts { Axis = axis }.Of(Numbers.Geometry);

        Assert.Equal(count, slices.Count);
        Assert.Equal($"{axis}002", slices[2].Name);
        var voxels = slices[2].TakeFrom(Numbers);
        Assert.Equal(length, voxels.Length);
        var expected = Enumerable.Range(0, 60).Where(index => new[] { index % 3, index / 3 % 4, index / 12 }["xyz".IndexOf(axis, StringComparison.Ordinal)] == 2);
        Assert.Equal(expected.Select(index => (float)index), voxels);
        Assert.Equal(voxels.Select(value => value - distance), slices[1].TakeFrom(Numbers));
    }

    [Fact]
    public void A_range_of_slices_counts_from_both_ends()
    {
        string[] Names(SliceParts kind) => [.. kind.Of(Numbers.Geometry).Select(part => part.Name)];

        Assert.Equal(["z001", "z002", "z003"], Names(new SliceParts { From = 1, To = -2 }));
        Assert.Equal(["z000", "z002", "z004"], Names(new SliceParts { Step = 2 }));
        Assert.Equal(["z001", "z003"], Names(new SliceParts { From = 1, To = 4, Step = 2 }));
        Assert.Contains("slices 0 to 4", Assert.Throws<PreprocessingException>(() => Names(new SliceParts { To = 5 })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", new long[] { 3, 5, 4 })]
    [InlineData("y", new long[] { 3, 5, 3 })]
    [InlineData("z", new long[] { 3, 4, 3 })]
    public void A_stack_has_its_neighbours_as_channels_and_repeats_the_edge(string axis, long[] shape)
    {
        var stacks = new SliceParts { Axis = axis, Stack = 3 }.Of(Numbers.Geometry);
        var single = new SliceParts { Axis = axis }.Of(Numbers.Geometry).Select(part => part.TakeFrom(Numbers)).ToArray();

        Assert.Equal(shape, stacks[1].Shape);
        Assert.Equal([.. single[0], .. single[1], .. single[2]], stacks[1].TakeFrom(Numbers));
        Assert.Equal([.. single[0], .. single[0], .. single[1]], stacks[0].TakeFrom(Numbers));
        Assert.Equal([.. single[^2], .. single[^1], .. single[^1]], stacks[^1].TakeFrom(Numbers));
    }

    [Fact]
    public void Patches_lie_on_the_grid_of_their_stride()
    {
        // Wen et al. 2020: 36 patches of 50³ voxels, without overlap, in images of 169 × 208 × 179 voxels.
        Assert.Equal(36, new PatchParts { Size = [50, 50, 50] }.Of(Geometry.Unplaced(new GridSize(169, 208, 179), Vector3.One)).Count);

        var patches = new PatchParts { Size = [2, 2, 2], Stride = [1, 2, 3] }.Of(Numbers.Geometry);

        Assert.Equal(
            ["x000-y000-z000", "x001-y000-z000", "x000-y002-z000", "x001-y002-z000", "x000-y000-z003", "x001-y000-z003", "x000-y002-z003", "x001-y002-z003"],
            patches.Select(part => part.Name));
        Assert.Equal([1, 2, 2, 2], patches[1].Shape);
        Assert.Equal([37, 38, 40, 41, 49, 50, 52, 53], patches[5].TakeFrom(Numbers));
    }

    [Fact]
    public void Patches_that_cover_the_image_end_with_it()
    {
        var left = new PatchParts { Size = [2, 4, 2] }.Of(Numbers.Geometry);
        var covering = new PatchParts { Size = [2, 4, 2], Cover = true }.Of(Numbers.Geometry);

        Assert.Equal(2, left.Count);
        Assert.Equal([0, 1, 0, 1, 0, 1], covering.Select(part => part.First.X));
        Assert.Equal([0, 0, 2, 2, 3, 3], covering.Select(part => part.First.Z));
        Assert.Throws<PreprocessingException>(() => new PatchParts { Size = [4, 4, 4] }.Of(Numbers.Geometry));
    }

    [Fact]
    public void A_region_by_mm_is_the_box_by_voxel_and_repeats_the_edge()
    {
        var kind = new RoiParts
        {
            Size = [3, 1, 3],
            Boxes = [new RoiBox { Name = "voxel", CenterVoxel = [0, 2, 3] }, new RoiBox { Name = "mm", CenterMm = [10, 24, 39] }],
        };

        var regions = kind.Of(Numbers.Geometry);

        Assert.Equal(["voxel", "mm"], regions.Select(part => part.Name));
        Assert.Equal([30, 30, 31, 42, 42, 43, 54, 54, 55], regions[0].TakeFrom(Numbers));
        Assert.Equal(regions[0].TakeFrom(Numbers), regions[1].TakeFrom(Numbers));
        var outside = kind with { Boxes = [new RoiBox { Name = "nose", CenterMm = [100, 24, 39] }] };
        Assert.Contains("'nose' lies outside", Assert.Throws<PreprocessingException>(() => outside.Of(Numbers.Geometry)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_options_are_all_reported_with_their_keys()
    {
        RoiBox[] boxes = [new RoiBox { Name = "a" }, new RoiBox { Name = "a", CenterMm = [1, 2] }];
        VolumeParts[] kinds =
        [
            new SliceParts { Stack = 2, From = 5, To = 3 },
            new PatchParts { Size = [1], Stride = [0] },
            new RoiParts { Size = [3, 3, 3], Boxes = boxes },
        ];

        Assert.Equal(
            [
                "parts.slices.stack", "parts.slices.to", "parts.patches.size", "parts.patches.stride", "parts.rois.boxes",
                "parts.rois.boxes.0", "parts.rois.boxes.1",
            ],
            kinds.SelectMany(kind => kind.Validate()).Select(problem => problem.ConfigKey));
    }
}
