using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data;
using MedTrain.Data.Imaging;

namespace MedTrain.Learning.Batching;

/// <summary>Stripes across the image, as one wrong point of k-space leaves them in MR images.</summary>
public sealed record RandomSpike : OccasionalAugmentation
{
    /// <summary>Largest amplitude of the stripes, in standard deviations of the image.</summary>
    [Description("Largest amplitude of the stripes, in standard deviations of the image.")]
    [Range(0.0, 10.0)]
    public double Amplitude { get; init; } = 0.5;

    private protected override void Change(Span<float> sample, SampleGrid grid, ref CounterRandom random)
    {
        var amplitude = random.NextDouble(0, Amplitude) * SampleValues.Of(sample).Deviation;
        // Waves per voxel along x, y, z; up to a quarter, beyond which stripes are finer than the image shows.
        var waves = new Vector3(Either(0.25, ref random), Either(0.25, ref random), grid.IsPlane ? 0 : Either(0.25, ref random));
        var phase = random.NextDouble();
        if (amplitude == 0)
        {
            return;
        }

        for (var i = 0; i < sample.Length; i++)
        {
            var voxel = i % grid.Voxels;
            var place = new Vector3(voxel % grid.Width, voxel / grid.Width % grid.Height, voxel / (grid.Width * grid.Height));
            sample[i] += (float)(amplitude * Math.Cos(2 * Math.PI * (waves.Dot(place) + phase)));
        }
    }
}
