using System.Buffers.Binary;
using MedTrain.Data.Imaging;

namespace MedTrain.Data.Cache;

/// <summary>Where a cached image lies in the patient: its <see cref="Geometry"/> without the size, as 15 numbers.</summary>
/// <param name="SpacingMm">Distance of voxel centres.</param>
/// <param name="OriginMm">Centre of the first voxel, LPS mm.</param>
/// <param name="Direction">Columns are the LPS unit vectors of the axes.</param>
internal readonly record struct ShardPlace(Vector3 SpacingMm, Vector3 OriginMm, Matrix3 Direction)
{
    /// <summary>The place of an image.</summary>
    public static ShardPlace Of(Geometry geometry) => new(geometry.SpacingMm, geometry.OriginMm, geometry.Direction);

    /// <summary>From its 120 bytes.</summary>
    public static ShardPlace From(ReadOnlySpan<byte> bytes) =>
        new(VectorAt(bytes, 0), VectorAt(bytes, 1), new Matrix3(VectorAt(bytes, 2), VectorAt(bytes, 3), VectorAt(bytes, 4)));

    /// <summary>Writes its 120 bytes.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        Vector3[] vectors = [SpacingMm, OriginMm, Direction.ColumnX, Direction.ColumnY, Direction.ColumnZ];
        for (var number = 0; number < 3 * vectors.Length; number++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes[(number * sizeof(double))..], vectors[number / 3][number % 3]);
        }
    }

    /// <summary>With a size.</summary>
    public Geometry ToGeometry(GridSize size) => new(size, SpacingMm, OriginMm, Direction);

    private static Vector3 VectorAt(ReadOnlySpan<byte> bytes, int vector)
    {
        var at = bytes[(vector * 3 * sizeof(double))..];
        return new Vector3(
            BinaryPrimitives.ReadDoubleLittleEndian(at),
            BinaryPrimitives.ReadDoubleLittleEndian(at[sizeof(double)..]),
            BinaryPrimitives.ReadDoubleLittleEndian(at[(2 * sizeof(double))..]));
    }
}
