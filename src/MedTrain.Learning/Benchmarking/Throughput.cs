namespace MedTrain.Learning.Benchmarking;

/// <summary>How fast a network worked at one batch size.</summary>
/// <param name="BatchSize">Images in a step.</param>
/// <param name="Steps">Steps that were measured.</param>
/// <param name="ImagesPerSecond">Median over the steps.</param>
/// <param name="SlowestDecile">A tenth of the steps were slower than this, in images per second.</param>
/// <param name="FastestDecile">A tenth were faster.</param>
/// <param name="StepSeconds">Median time of a step, in seconds.</param>
/// <param name="PeakBytes">The most memory that tensors held at once; null where the provider does not count it.</param>
/// <param name="FlopsPerSecond">Floating-point operations of convolutions and linear layers a second: two a multiply-accumulate, and three
/// times the forward pass in training. Those of the layers as published, also where training does fewer (DenseNet's transitions).</param>
/// <param name="Seconds">How long the steps took together, in seconds.</param>
public sealed record Throughput(
    int BatchSize,
    int Steps,
    double ImagesPerSecond,
    double SlowestDecile,
    double FastestDecile,
    double StepSeconds,
    long? PeakBytes,
    double FlopsPerSecond,
    double Seconds);
