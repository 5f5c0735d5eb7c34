using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Benchmarking;

/// <summary>What a network is to do while its speed is measured.</summary>
/// <param name="Model">The network.</param>
/// <param name="Dims">Images or volumes.</param>
/// <param name="Image">Shape of one image, <c>[C, (D,) H, W]</c>.</param>
/// <param name="LowPrecision">The type of products under autocast (bfloat16, float16); null for float32 throughout.</param>
/// <param name="Training">Forward, backward and an optimizer step; otherwise forward alone, without recording.</param>
/// <param name="Device">Where.</param>
public sealed record ThroughputWork(
    ModelRow Model, SpatialDims Dims, IReadOnlyList<long> Image, ScalarType? LowPrecision, bool Training, Device Device)
{
    /// <summary>How long each batch size is measured at least, after two steps that are not counted.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);
}
