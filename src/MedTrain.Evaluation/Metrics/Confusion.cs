namespace MedTrain.Evaluation.Metrics;

/// <summary>The four cells of a two-by-two table of decisions and what is computed from them; a 0/0 is NaN.</summary>
/// <param name="TruePositives">Positive and called positive.</param>
/// <param name="FalsePositives">Negative but called positive.</param>
/// <param name="FalseNegatives">Positive but called negative.</param>
/// <param name="TrueNegatives">Negative and called negative.</param>
public readonly record struct Confusion(double TruePositives, double FalsePositives, double FalseNegatives, double TrueNegatives)
{
    /// <summary>Called positive among the positive: recall, true-positive rate.</summary>
    public double Sensitivity => TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Called negative among the negative.</summary>
    public double Specificity => TrueNegatives / (TrueNegatives + FalsePositives);

    /// <summary>Called rightly among all.</summary>
    public double Accuracy => (TruePositives + TrueNegatives) / (TruePositives + FalsePositives + FalseNegatives + TrueNegatives);

    /// <summary>Mean of sensitivity and specificity.</summary>
    public double BalancedAccuracy => (Sensitivity + Specificity) / 2;

    internal static Confusion Of(ReadOnlySpan<double> cells) => new(cells[0], cells[1], cells[2], cells[3]);

    internal static Tally Tally(BinarySample sample) => new PatientSums(4, sample.Patients, (i, cells) =>
        cells[(sample.Positive[i], sample.Called[i]) switch { (true, true) => 0, (false, true) => 1, (true, false) => 2, _ => 3 }]++);
}
