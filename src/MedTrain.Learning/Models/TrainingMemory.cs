namespace MedTrain.Learning.Models;

/// <summary>Bytes that a training step in float32 needs at least: estimated from the shapes of what the layers give.</summary>
/// <param name="Batch">Images in the batch.</param>
/// <param name="Weights">Parameters and buffers.</param>
/// <param name="Gradients">One number for each parameter.</param>
/// <param name="OptimizerState">AdamW's two numbers for each parameter.</param>
/// <param name="Activations">What the layers give, kept for the backward pass.</param>
public sealed record TrainingMemory(int Batch, long Weights, long Gradients, long OptimizerState, long Activations)
{
    /// <summary>All of it.</summary>
    public long Total => Weights + Gradients + OptimizerState + Activations;
}
