using static TorchSharp.torch;

namespace MedTrain.Learning.Layers;

/// <summary>A layer that multiplies and adds beside what its children do; the layer table gives it a row.</summary>
public interface ICountedLayer
{
    /// <summary>Multiply-accumulate operations of the layer itself, without its children's.</summary>
    /// <param name="input">What it read.</param>
    /// <param name="output">What it made of it.</param>
    long Macs(Tensor input, Tensor output);
}
