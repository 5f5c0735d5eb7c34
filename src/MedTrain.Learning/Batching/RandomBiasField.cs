using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>Multiplies by a smooth random field, like the uneven sensitivity of an MR coil. Meant for values of at least 0.</summary>
public sealed record RandomBiasField : OccasionalAugmentation
{
    /// <summary>Cells of the field's coarse grid along each axis.</summary>
    [Description("Cells of the field's coarse grid along each axis.")]
    [Range(1, 16)]
    public int Cells { get; init; } = 2;

    /// <summary>Largest logarithm of the field.</summary>
    [Description("Largest logarithm of the field: 0.3 multiplies by 0.74 to 1.35.")]
    [Range(0.0, 3.0)]
    public double Strength { get; init; } = 0.3;

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        var field = ControlField.Draw(grid, Cells, Strength, ref random);
        for (var voxel = 0; voxel < field.Length; voxel++)
        {
            field[voxel] = MathF.Exp(field[voxel]);
        }

        for (var i = 0; i < sample.Length; i++)
        {
            sample[i] *= field[i % field.Length];
        }
    }
}
