using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;

namespace MedTrain.Evaluation.Metrics;

/// <summary>Every metric there is. To add one: write it in this folder, add a row here and a golden test.</summary>
public static class MetricTable
{
    private static readonly TallySource Pairs = TallySource.Of<BinarySample>(sample => new RocAuc(sample));
    private static readonly TallySource PairsTo10 = TallySource.Of<BinarySample>(sample => new PartialAuc(sample, 0.1));
    private static readonly TallySource PairsTo20 = TallySource.Of<BinarySample>(sample => new PartialAuc(sample, 0.2));
    private static readonly TallySource Precisions = TallySource.Of<BinarySample>(sample => new AveragePrecision(sample));
    private static readonly TallySource Calls = TallySource.Of<BinarySample>(Confusion.Tally);
    private static readonly TallySource Scores = TallySource.Of<BinarySample>(Probabilities.Tally);
    private static readonly TallySource Bins10 = BinnedCalibration.Positive(10);
    private static readonly TallySource Bins15 = BinnedCalibration.Positive(15);
    private static readonly TallySource Top10 = BinnedCalibration.Top(10);
    private static readonly TallySource Top15 = BinnedCalibration.Top(15);
    private static readonly TallySource ClassCalls = TallySource.Of<MulticlassSample>(ClassConfusion.Tally);
    private static readonly TallySource ClassPairs = TallySource.Of<MulticlassSample>(sample => new ClassPairsAuc(sample));
    private static readonly TallySource ClassScores = TallySource.Of<MulticlassSample>(ClassProbabilities.Tally);
    private static readonly TallySource ClassTop10 = ClassProbabilities.Top(10);
    private static readonly TallySource ClassTop15 = ClassProbabilities.Top(15);
    private static readonly TallySource ErrorSums = TallySource.Of<RegressionSample>(Errors.Tally);
    private static readonly TallySource Moments = TallySource.Of<RegressionSample>(Correlation.Tally);
    private static readonly TallySource Ranks = TallySource.Of<RegressionSample>(sample => new Spearman(sample));
    private static readonly TallySource Orders = TallySource.Of<RegressionSample>(sample => new ConcordanceIndex(sample));

    /// <summary>All metrics, in the order in which reports show them.</summary>
    public static IReadOnlyList<Metric> All { get; } = [.. Binary(), .. Multiclass(), .. Regression()];

    /// <summary>A metric by name.</summary>
    /// <param name="name">Its name in the table.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    public static Metric Find(string name) => All.FirstOrDefault(metric => metric.Name == name)
        ?? throw new ArgumentException($"There is no metric '{name}'. The metrics are: "
            + $"{string.Join(", ", All.Select(metric => metric.Name))}.", nameof(name));

    /// <summary>One label, or one class against the rest.</summary>
    private static Metric[] Binary() =>
    [
        new("roc_auc", "ROC AUC", Pairs, areas => areas[0], Need.Positive, Need.Negative) { Core = true },
        new("partial_auc_10", "Partial AUC (FPR ≤ 0.1)", PairsTo10, areas => areas[0], Need.Positive, Need.Negative),
        new("partial_auc_20", "Partial AUC (FPR ≤ 0.2)", PairsTo20, areas => areas[0], Need.Positive, Need.Negative),
        new("average_precision", "Average precision", Precisions, AveragePrecision.ByStep, Need.Positive) { Core = true },
        new("pr_auc", "PR AUC (trapezoid)", Precisions, AveragePrecision.ByTrapezoid, Need.Positive),
        new("balanced_accuracy", "Balanced accuracy", Calls, cells => Confusion.Of(cells).BalancedAccuracy, Need.Positive, Need.Negative)
        { Core = true },
        new("sensitivity", "Sensitivity", Calls, cells => Confusion.Of(cells).Sensitivity, Need.Positive)
        { Core = true, Share = sample => Shares.Of(sample, i => sample.Positive[i], i => sample.Called[i]) },
        new("specificity", "Specificity", Calls, cells => Confusion.Of(cells).Specificity, Need.Negative)
        { Core = true, Share = sample => Shares.Of(sample, i => !sample.Positive[i], i => !sample.Called[i]) },
        new("ppv", "PPV", Calls, cells => Confusion.Of(cells).PositivePredictiveValue, Need.CalledPositive)
        { Share = sample => Shares.Of(sample, i => sample.Called[i], i => sample.Positive[i]) },
        new("npv", "NPV", Calls, cells => Confusion.Of(cells).NegativePredictiveValue, Need.CalledNegative)
        { Share = sample => Shares.Of(sample, i => !sample.Called[i], i => !sample.Positive[i]) },
        new("lr_positive", "LR+", Calls, cells => Confusion.Of(cells).PositiveLikelihoodRatio, Need.Positive, Need.FalsePositive),
        new("lr_negative", "LR-", Calls, cells => Confusion.Of(cells).NegativeLikelihoodRatio, Need.Positive, Need.TrueNegative)
        { LowerIsBetter = true },
        new("accuracy", "Accuracy", Calls, cells => Confusion.Of(cells).Accuracy)
        { Core = true, Share = sample => Shares.Of(sample, _ => true, i => sample.Called[i] == sample.Positive[i]) },
        new("f1", "F1", Calls, cells => Confusion.Of(cells).F1, Need.AnyPositive),
        new("mcc", "MCC", Calls, cells => Confusion.Of(cells).Matthews),
        new("kappa", "Kappa", Calls, cells => Confusion.Of(cells).Kappa, Need.Disagreement),
        new("brier", "Brier score", Scores, Probabilities.Brier, Need.Probability) { LowerIsBetter = true },
        new("brier_reliability", "Brier reliability", Bins10, BinnedCalibration.Reliability, Need.Probability) { LowerIsBetter = true },
        new("brier_resolution", "Brier resolution", Bins10, BinnedCalibration.Resolution, Need.Probability),
        new("brier_uncertainty", "Brier uncertainty", Bins10, BinnedCalibration.Uncertainty, Need.Probability),
        new("log_loss", "Log loss", Scores, Probabilities.LogLoss, Need.Probability) { LowerIsBetter = true },
        new("ece_10", "ECE (10 bins)", Bins10, BinnedCalibration.Expected, Need.Probability) { LowerIsBetter = true },
        new("mce_10", "MCE (10 bins)", Bins10, BinnedCalibration.Maximal, Need.Probability) { LowerIsBetter = true },
        new("ece_15", "ECE (15 bins)", Bins15, BinnedCalibration.Expected, Need.Probability) { LowerIsBetter = true },
        new("mce_15", "MCE (15 bins)", Bins15, BinnedCalibration.Maximal, Need.Probability) { LowerIsBetter = true },
        new("ece_top_10", "ECE of the call (10 bins)", Top10, BinnedCalibration.Expected, Need.Probability) { LowerIsBetter = true },
        new("mce_top_10", "MCE of the call (10 bins)", Top10, BinnedCalibration.Maximal, Need.Probability) { LowerIsBetter = true },
        new("ece_top_15", "ECE of the call (15 bins)", Top15, BinnedCalibration.Expected, Need.Probability) { LowerIsBetter = true },
        new("mce_top_15", "MCE of the call (15 bins)", Top15, BinnedCalibration.Maximal, Need.Probability) { LowerIsBetter = true },
    ];

    /// <summary>All classes of a multiclass task together.</summary>
    private static Metric[] Multiclass() =>
    [
        new("class_accuracy", "Accuracy", ClassCalls, ClassConfusion.Accuracy) { Core = true },
        new("class_balanced_accuracy", "Balanced accuracy", ClassCalls, ClassConfusion.BalancedAccuracy) { Core = true },
        new("class_auc_ovo", "AUC, class against class", ClassPairs, areas => areas[0], Need.EveryClass),
        new("class_f1", "F1, mean of classes", ClassCalls, ClassConfusion.MacroF1),
        new("class_mcc", "MCC", ClassCalls, ClassConfusion.Matthews),
        new("class_kappa", "Kappa", ClassCalls, ClassConfusion.Kappa, Need.Disagreement),
        new("class_kappa_linear", "Kappa, linear weights", ClassCalls, ClassConfusion.LinearKappa, Need.Disagreement),
        new("class_kappa_quadratic", "Kappa, quadratic weights", ClassCalls, ClassConfusion.QuadraticKappa, Need.Disagreement),
        new("class_brier", "Brier score", ClassScores, ClassProbabilities.Brier, Need.ClassProbability) { LowerIsBetter = true },
        new("class_log_loss", "Log loss", ClassScores, ClassProbabilities.LogLoss, Need.ClassProbability) { LowerIsBetter = true },
        new("class_ece_10", "ECE of the call (10 bins)", ClassTop10, BinnedCalibration.Expected, Need.ClassProbability)
        { LowerIsBetter = true },
        new("class_mce_10", "MCE of the call (10 bins)", ClassTop10, BinnedCalibration.Maximal, Need.ClassProbability)
        { LowerIsBetter = true },
        new("class_ece_15", "ECE of the call (15 bins)", ClassTop15, BinnedCalibration.Expected, Need.ClassProbability)
        { LowerIsBetter = true },
        new("class_mce_15", "MCE of the call (15 bins)", ClassTop15, BinnedCalibration.Maximal, Need.ClassProbability)
        { LowerIsBetter = true },
    ];

    /// <summary>A measured quantity.</summary>
    private static Metric[] Regression() =>
    [
        new("mae", "Mean absolute error", ErrorSums, Errors.MeanAbsolute) { Core = true, LowerIsBetter = true },
        new("rmse", "Root mean squared error", ErrorSums, Errors.RootMeanSquare) { Core = true, LowerIsBetter = true },
        new("r2", "R²", Moments, Correlation.Determination, Need.TwoCases, Need.TruthVaries) { Core = true },
        new("pearson_r", "Pearson r", Moments, Correlation.Pearson, Need.TwoCases, Need.TruthVaries, Need.PredictionVaries) { Core = true },
        new("spearman_r", "Spearman r", Ranks, ranks => ranks[0], Need.TwoCases, Need.TruthVaries, Need.PredictionVaries),
        new("lin_ccc", "Lin's concordance", Moments, Correlation.Lin, Need.TwoCases, Need.TruthVaries),
        new("concordance_index", "Concordance index", Orders, pairs => pairs[0], Need.TwoCases, Need.TruthVaries),
        new("cs_3", "CS(3)", Errors.Within(3), sums => sums[1] / sums[0]),
        new("cs_5", "CS(5)", Errors.Within(5), sums => sums[1] / sums[0]),
        new("cs_10", "CS(10)", Errors.Within(10), sums => sums[1] / sums[0]),
        new("mean_error", "Mean error", ErrorSums, Errors.Mean),
        new("agreement_lower", "Lower limit of agreement", ErrorSums, Errors.LowerLimit, Need.TwoCases),
        new("agreement_upper", "Upper limit of agreement", ErrorSums, Errors.UpperLimit, Need.TwoCases),
        new("error_slope", "Slope of error on truth", Moments, Correlation.ErrorSlope, Need.TwoCases, Need.TruthVaries),
    ];
}
