using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Readers;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Figures;

/// <summary>The figures of an evaluation: ROC, precision-recall, reliability and decision curves with bands, and confusion matrices; of
/// quantities Bland and Altman's plot with bands, and predicted against true values.</summary>
public static class FigureSet
{
    private const int MostReplicates = 2_000; // bands are for the eye; the numbers have them all

    /// <summary>Draws the figures of every label, and the confusion matrix of all classes.</summary>
    /// <param name="table">The predictions.</param>
    /// <param name="config">As for the evaluation: bands come from the first 2,000 of its resamples; null = the defaults.</param>
    /// <param name="validation">Predictions on which thresholds are chosen if the configuration says so.</param>
    /// <param name="readers">Readers whose operating points are shown in the ROC figures.</param>
    public static IReadOnlyList<Figure> Make(
        PredictionTable table, EvaluationConfig? config = null, PredictionTable? validation = null, ReaderReport? readers = null)
    {
        config ??= new EvaluationConfig();
        var patients = new PatientIndex(table);
        var samples = new SampleSet(table, patients, LabelThresholds.For(table, config.Thresholds, validation));
        var plan = config.Plan(table, patients);
        plan = plan with { LeaveOut = false, Replicates = Math.Min(plan.Replicates, MostReplicates) };
        List<Figure> figures =
        [
            .. samples.Labels.Zip(table.Labels).AsParallel().AsOrdered().SelectMany(pair => pair switch
            {
                (BinarySample binary, var label) => new CurveFigures(label, binary, plan, config.Level).All(Points(readers, label)),
                (RegressionSample quantity, var label) => new AgreementFigures(label, quantity, plan, config.Level).All(),
                _ => [],
            }),
        ];
        if (samples.Classes is { } classes)
        {
            figures.Add(ConfusionFigure.Make("all classes", table.Labels, ClassConfusion.Cells(classes)));
        }
        return Distinct(figures);
    }

    /// <summary>Draws the ROC curves of several models over each other, a figure a label that has both classes.</summary>
    /// <param name="models">Name and predictions of each, all of the same labels.</param>
    /// <param name="config">How the models are compared; null = the defaults.</param>
    /// <exception cref="EvaluationException">The models predict quantities.</exception>
    public static IReadOnlyList<Figure> MakeOverlay(
        IReadOnlyList<(string Name, PredictionTable Table)> models, ComparisonConfig? config = null) =>
        models[0].Table.Task == PredictionTask.Regression
            ? throw new EvaluationException("Quantities have no ROC curves. Leave the figures out.")
            : Distinct(models[0].Table.Labels
                .Select(label => OverlayFigure.Make(label, models, config ?? new ComparisonConfig())).OfType<Figure>());

    // Two labels may differ only in signs that file names leave out.
    private static IReadOnlyList<Figure> Distinct(IEnumerable<Figure> figures) =>
    [
        .. figures.GroupBy(figure => figure.Name, StringComparer.Ordinal)
            .SelectMany(group => group.Select((figure, i) => i == 0 ? figure : figure with { Name = $"{figure.Name}-{i + 1}" })),
    ];

    private static List<(double FalsePositiveRate, double Sensitivity)> Points(ReaderReport? readers, string label) =>
    [
        .. (readers?.Points ?? []).Where(point => point.Label == label && point.Reader is not null)
            .Select(point => (point.Specificity, point.Sensitivity))
            .Where(point => point is (Intervals.Estimate, Intervals.Estimate))
            .Select(point => (1 - ((Intervals.Estimate)point.Specificity).Value, ((Intervals.Estimate)point.Sensitivity).Value)),
    ];
}
