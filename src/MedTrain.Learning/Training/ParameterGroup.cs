using TorchSharp.Modules;

namespace MedTrain.Learning.Training;

/// <summary>Parameters with the same learning rate and weight decay.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="RateFactor">What the run's learning rate is multiplied with for them.</param>
/// <param name="WeightDecay">Their weight decay.</param>
public sealed record ParameterGroup(IReadOnlyList<Parameter> Parameters, double RateFactor, double WeightDecay);
