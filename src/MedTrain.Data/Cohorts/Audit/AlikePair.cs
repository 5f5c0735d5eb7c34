namespace MedTrain.Data.Cohorts.Audit;

/// <summary>Two cases of different patients, in different parts of a split, whose images are nearly the same.</summary>
/// <param name="First">Index into <see cref="Cohort.Cases"/>.</param>
/// <param name="Second">A later index.</param>
/// <param name="Likeness">Correlation of their details, as <see cref="ImagePrint.Likeness"/> gives it.</param>
public readonly record struct AlikePair(int First, int Second, double Likeness);
