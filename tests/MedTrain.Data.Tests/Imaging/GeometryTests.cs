using MedTrain.Data.Imaging;

namespace MedTrain.Data.Tests.Imaging;

public sealed class GeometryTests
{
    private static readonly Geometry Oblique = Geometry.FromVoxelToRas(
        new GridSize(10, 12, 14),
        new Affine(Matrix3.FromRows(new(-1.87875, -0.685796, 0), new(-0.685796, 1.87875, 0), new(0, 0, 3)), new(43.8, -26.6, -16)));

    [Fact]
    public void A_voxel_goes_to_millimetres_and_back()
    {
        var voxel = new Vector3(1.5, 7, 13);
        Assert.True((Oblique.ToVoxel(Oblique.ToWorld(voxel)) - voxel).Length < 1e-9);
    }

    [Fact]
    public void Spacing_and_direction_are_taken_from_the_affine()
    {
        Assert.Equal(2, Oblique.SpacingMm.X, 1e-4);
        Assert.Equal(3, Oblique.SpacingMm.Z, 1e-9);
        Assert.Equal(1, Oblique.Direction.ColumnX.Length, 1e-9);
    }

    [Fact]
    public void World_coordinates_are_LPS_and_files_RAS()
    {
        Assert.Equal(new Vector3(-43.8, 26.6, -16), Oblique.OriginMm);
        Assert.Equal(new Vector3(43.8, -26.6, -16), Oblique.VoxelToRas.Translation);
    }

    [Fact]
    public void Axis_codes_name_the_side_that_an_axis_runs_to()
    {
        Assert.Equal("LAS", Oblique.AxisCodes);
        Assert.Equal("LPS", Geometry.Unplaced(new GridSize(2, 2, 2), Vector3.One).AxisCodes);
    }

    [Fact]
    public void A_singular_affine_is_refused()
    {
        var flat = new Affine(Matrix3.Diagonal(new Vector3(1, 1, 0)), Vector3.Zero);
        Assert.Throws<ArgumentException>(() => Geometry.FromVoxelToLps(new GridSize(2, 2, 2), flat));
    }

    [Fact]
    public void A_volume_must_fill_its_grid() =>
        Assert.Throws<ArgumentException>(() => new Volume(new float[7], Geometry.Unplaced(new GridSize(2, 2, 2), Vector3.One)));
}
