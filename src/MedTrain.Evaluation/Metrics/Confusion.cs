using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>The four cells of a two-by-two table of decisions and what is computed from them; a 0/0 is NaN.</summary>
/// <param name="TruePositives">Positive and called positive.</param>
/// <param name="FalsePositives">Negative but called positive.</param>
/// <param name="FalseNegatives">Positive but called negative.</param>
/// <param name="TrueNegatives">Negative and called negative.</param>
public readonly record struct Confusion(double TruePositives, double FalsePositives, double FalseNegatives, double TrueNegatives)
{
    /// <summary>All cases.</summary>
    public double Count => TruePositives + FalsePositives + FalseNegatives + TrueNegatives;

    /// <summary>Called positive among the positive: recall, true-positive rate.</summary>
    public double Sensitivity => TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Called negative among the negative.</summary>
    public double Specificity => TrueNegatives / (TrueNegatives + FalsePositives);

    /// <summary>Positive predictive value, precision: positive among those called positive.</summary>
    public double PositivePredictiveValue => TruePositives / (TruePositives + FalsePositives);

    /// <summary>Negative predictive value: negative among those called negative.</summary>
    public double NegativePredictiveValue => TrueNegatives / (TrueNegatives + FalseNegatives);

    /// <summary>Positive likelihood ratio, sensitivity / (1 - specificity); infinite without false positives.</summary>
    public double PositiveLikelihoodRatio => Sensitivity / (FalsePositives / (FalsePositives + TrueNegatives));

    /// <summary>Negative likelihood ratio, (1 - sensitivity) / specificity; infinite without true negatives.</summary>
    public double NegativeLikelihoodRatio => FalseNegatives / (TruePositives + FalseNegatives) / Specificity;

    /// <summary>Called rightly among all.</summary>
    public double Accuracy => (TruePositives + TrueNegatives) / Count;

    /// <summary>Mean of sensitivity and specificity.</summary>
    public double BalancedAccuracy => (Sensitivity + Specificity) / 2;

    /// <summary>Youden's J: sensitivity + specificity - 1.</summary>
    public double Youden => Sensitivity + Specificity - 1;

    /// <summary>Harmonic mean of precision and sensitivity.</summary>
    public double F1 => 2 * TruePositives / (2 * TruePositives + FalsePositives + FalseNegatives);

    /// <summary>Matthews' correlation of truth and call; 0 where either is constant, as is usual.</summary>
    public double Matthews
    {
        get
        {
            var spread = Math.Sqrt((TruePositives + FalsePositives) * (TruePositives + FalseNegatives))
                * Math.Sqrt((TrueNegatives + FalsePositives) * (TrueNegatives + FalseNegatives));
            return spread == 0 ? 0 : (TruePositives * TrueNegatives - FalsePositives * FalseNegatives) / spread;
        }
    }

    /// <summary>Cohen's kappa of truth and call.</summary>
    public double Kappa
    {
        get
        {
            var chance = ((TruePositives + FalsePositives) * (TruePositives + FalseNegatives)
                + (TrueNegatives + FalsePositives) * (TrueNegatives + FalseNegatives)) / (Count * Count);
            return (Accuracy - chance) / (1 - chance);
        }
    }

    /// <summary>Net benefit of acting on the calls when a false positive costs <paramref name="threshold"/> / (1 - threshold) of a true
    /// one (Vickers and Elkin 2006).</summary>
    /// <param name="threshold">The probability at which one would act, above 0 and below 1.</param>
    public double NetBenefit(double threshold) => (TruePositives - FalsePositives * threshold / (1 - threshold)) / Count;

    internal static Confusion Of(ReadOnlySpan<double> cells) => new(cells[0], cells[1], cells[2], cells[3]);

    internal static Confusion Of(bool[] positive, bool[] called)
    {
        var cells = new double[4];
        for (var i = 0; i < positive.Length; i++)
        {
            cells[Cell(positive[i], called[i])]++;
        }
        return Of(cells);
    }

    internal static Tally Tally(BinarySample sample) =>
        new CaseSums(4, sample.Patients, (i, cells) => cells.Add(Cell(sample.Positive[i], sample.Called[i])));

    private static int Cell(bool positive, bool called) =>
        (positive, called) switch { (true, true) => 0, (false, true) => 1, (true, false) => 2, _ => 3 };
}
