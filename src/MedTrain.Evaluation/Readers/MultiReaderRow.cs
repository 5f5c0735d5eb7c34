using MedTrain.Evaluation.Intervals;

namespace MedTrain.Evaluation.Readers;

/// <summary>A mean over readers that holds for other readers and other cases, in two ways.</summary>
/// <param name="Label">The label.</param>
/// <param name="What">What the mean is of.</param>
/// <param name="Bootstrap">Mean with an interval from resampling readers and patients.</param>
/// <param name="Analytic">Obuchowski and Rockette's analysis; null with fewer than two readers or where a figure is undefined without one
/// patient.</param>
public sealed record MultiReaderRow(string Label, string What, Measurement Bootstrap, ObuchowskiRockette? Analytic);
