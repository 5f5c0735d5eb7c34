using System.Buffers;
using MedTrain.Torch;
using static TorchSharp.torch;

namespace MedTrain.Learning.Batching;

/// <summary>Some cases' images and labels side by side, in pooled memory until disposed.</summary>
public sealed class Batch : IDisposable
{
    private readonly float[] images;
    private readonly float[] labels;
    private readonly IReadOnlyList<long> sampleShape;
    private readonly int sampleLength;
    private readonly int labelCount;
    private readonly int views;

    internal Batch(int number, IReadOnlyList<LabelledCase> cases, SampleSource source, int views = 1)
    {
        this.views = views;
        Number = number;
        Cases = cases;
        sampleShape = source.Shape;
        sampleLength = source.Length;
        labelCount = cases[0].Labels.Length;
        images = ArrayPool<float>.Shared.Rent(cases.Count * views * sampleLength);
        labels = ArrayPool<float>.Shared.Rent(cases.Count * labelCount);
        for (var i = 0; i < cases.Count; i++)
        {
            cases[i].Labels.CopyTo(labels, i * labelCount);
        }
    }

    /// <summary>Its place in the epoch, from 0.</summary>
    public int Number { get; }

    /// <summary>The cases, in the batch's order.</summary>
    public IReadOnlyList<LabelledCase> Cases { get; }

    /// <summary>The labels at a position, to be mixed.</summary>
    internal Span<float> LabelsOf(int position) => labels.AsSpan(position * labelCount, labelCount);

    internal Span<float> Sample(int position, int view = 0) => images.AsSpan(((position * views) + view) * sampleLength, sampleLength);

    /// <summary>The images as a new tensor <c>[N, C, (D,) H, W]</c> in fp32; several views of a case come one after the other.</summary>
    /// <param name="device">Where to put it.</param>
    /// <param name="channelsLast">Whether channels are to lie last in memory.</param>
    public Tensor Images(Device device, bool channelsLast)
    {
        var tensor = ToTensor(images.AsSpan(0, Cases.Count * views * sampleLength), [Cases.Count * views, .. sampleShape], device);
        return channelsLast ? TorchExtras.Current.ToChannelsLast(tensor) : tensor;
    }

    /// <summary>The labels as a new tensor <c>[N, K]</c> in fp32, NaN where unknown.</summary>
    public Tensor Labels(Device device) => ToTensor(labels.AsSpan(0, Cases.Count * labelCount), [Cases.Count, labelCount], device);

    /// <summary>The cases' tabular context as a new tensor <c>[N, T]</c> in fp32; null when they have none.</summary>
    public Tensor? Context(Device device) => Cases[0].Context is { } first
        ? ToTensor(Cases.SelectMany(member => member.Context!).ToArray(), [Cases.Count, first.Length], device)
        : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(images);
        ArrayPool<float>.Shared.Return(labels);
    }

    private static Tensor ToTensor(ReadOnlySpan<float> values, long[] shape, Device device)
    {
        var tensor = empty(shape, ScalarType.Float32);
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).CopyTo(tensor.bytes);
        return tensor.to(device);
    }
}
