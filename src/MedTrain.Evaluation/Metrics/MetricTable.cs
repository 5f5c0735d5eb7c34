namespace MedTrain.Evaluation.Metrics;

/// <summary>Every metric there is. To add one: write it in this folder, add a row here and a golden test.</summary>
public static class MetricTable
{
    private static readonly TallySource Pairs = TallySource.Of<BinarySample>(sample => new RocAuc(sample));
    private static readonly TallySource Precisions = TallySource.Of<BinarySample>(sample => new AveragePrecision(sample));
    private static readonly TallySource Decisions = TallySource.Of<BinarySample>(Confusion.Tally);
    private static readonly TallySource ClassDecisions = TallySource.Of<MulticlassSample>(ClassConfusion.Tally);
    private static readonly TallySource ErrorSums = TallySource.Of<RegressionSample>(Errors.Tally);
    private static readonly TallySource Moments = TallySource.Of<RegressionSample>(Correlation.Tally);

    /// <summary>All metrics, in the order in which reports show them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        // One label, or one class against the rest.
        new("roc_auc", "ROC AUC", Pairs, totals => totals[0], Need.Positive, Need.Negative),
        new("average_precision", "Average precision", Precisions, totals => totals[0], Need.Positive),
        new("balanced_accuracy", "Balanced accuracy", Decisions, cells => Confusion.Of(cells).BalancedAccuracy, Need.Positive, Need.Negative),
        new("sensitivity", "Sensitivity", Decisions, cells => Confusion.Of(cells).Sensitivity, Need.Positive),
        new("specificity", "Specificity", Decisions, cells => Confusion.Of(cells).Specificity, Need.Negative),
        new("accuracy", "Accuracy", Decisions, cells => Confusion.Of(cells).Accuracy),

        // All classes of a multiclass task together.
        new("class_accuracy", "Accuracy", ClassDecisions, ClassConfusion.Accuracy),
        new("class_balanced_accuracy", "Balanced accuracy", ClassDecisions, ClassConfusion.BalancedAccuracy),

        // A measured quantity.
        new("mae", "Mean absolute error", ErrorSums, Errors.MeanAbsolute),
        new("rmse", "Root mean squared error", ErrorSums, Errors.RootMeanSquare),
        new("pearson_r", "Pearson r", Moments, Correlation.Pearson, Need.TruthVaries, Need.PredictionVaries),
    ];

    /// <summary>The metrics for one kind of sample.</summary>
    /// <param name="sample">A sample of that kind.</param>
    public static IEnumerable<Metric> For(Sample sample) => All.Where(metric => metric.Source.Kind == sample.GetType());
}
