using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;

namespace MedTrain.Learning.Batching;

/// <summary>Covers random boxes of the image with one value.</summary>
public sealed record RandomCutout : OccasionalAugmentation
{
    /// <summary>Number of boxes.</summary>
    [Description("Number of boxes.")]
    [Range(0, 64)]
    public int Boxes { get; init; } = 1;

    /// <summary>Largest side of a box, as a fraction of the image's size.</summary>
    [Description("Largest side of a box, as a fraction of the image's size.")]
    [Range(0.0, 1.0)]
    public double Size { get; init; } = 0.25;

    /// <summary>Value inside the boxes; the image's mean when absent.</summary>
    [Description("Value inside the boxes (default: the image's mean).")]
    public double? Fill { get; init; }

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        var fill = (float)(Fill ?? SampleValues.Of(sample).Mean);
        for (var i = 0; i < Boxes; i++)
        {
            SampleBox.Draw(grid, random.NextDouble(0, Size), ref random).Fill(sample, grid, fill);
        }
    }
}
