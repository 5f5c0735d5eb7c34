namespace MedTrain.Evaluation.Intervals;

/// <summary>An interval beside an estimate, made in another way than the main one.</summary>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Method">How it was made.</param>
public sealed record Interval(double Lower, double Upper, string Method);
