using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Comparison;

/// <summary>Two things compared on the same resamples of patients, label by label.</summary>
public sealed record ComparisonReport
{
    /// <summary>Name of the first.</summary>
    public required string First { get; init; }

    /// <summary>Name of the second.</summary>
    public required string Second { get; init; }

    /// <summary>The metric.</summary>
    public required Metric Metric { get; init; }

    /// <summary>How they were compared.</summary>
    public required ComparisonConfig Config { get; init; }

    /// <summary>Level of the intervals of the differences of single labels: <see cref="ComparisonConfig.Level"/> corrected for the number
    /// of labels.</summary>
    public required double DifferenceLevel { get; init; }

    /// <summary>One row a label, then the mean.</summary>
    public required IReadOnlyList<ComparisonRow> Rows { get; init; }

    /// <summary>The first one's threshold of each label (and fold); empty where the metric needs none.</summary>
    public IReadOnlyList<LabelThreshold> FirstThresholds { get; init; } = [];

    /// <summary>The second one's threshold of each label (and fold); empty where the metric needs none.</summary>
    public IReadOnlyList<LabelThreshold> SecondThresholds { get; init; } = [];

    /// <summary>What a reader must know beside the numbers, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The layout of CheXNeXt's table: both values with their intervals, the difference with its corrected interval, who is
    /// better, and p values.</summary>
    public ReportTable ToTable() => ComparisonTable.Make(this);

    /// <summary>One row a label, with every digit: for other programs.</summary>
    public ReportTable ToLongTable() => ComparisonTable.MakeLong([this]);

    /// <summary>Several comparisons as one table with every digit.</summary>
    /// <param name="reports">The comparisons.</param>
    public static ReportTable ToLongTable(IReadOnlyList<ComparisonReport> reports) => ComparisonTable.MakeLong(reports);

    /// <summary>Several comparisons as JSON; equal input gives equal bytes.</summary>
    /// <param name="reports">The comparisons.</param>
    public static string ToJson(IReadOnlyList<ComparisonReport> reports) => ComparisonJson.Write(reports);

    /// <summary>A paragraph in plain words that says what was compared and how, ready for a paper.</summary>
    public string ToMethods() => ComparisonMethods.Of(this);

    /// <summary>The comparison as JSON; equal input gives equal bytes.</summary>
    public string ToJson() => ComparisonJson.Write(this);

    internal static ComparisonReport Make(
        string first, string second, Metric metric, ComparisonConfig config, IReadOnlyList<PairedNumbers> labels)
    {
        var tests = labels.Count(one => one.First is not null);
        var level = config.Correction == Correction.None ? config.Level : 1 - (1 - config.Level) / Math.Max(1, tests);
        var rows = labels.Select(one => Row(one, config, level)).ToList();
        var corrected = CorrectedP.Of([.. rows.Select(row => row.P)], config.Correction);
        var correctedDeLong = CorrectedP.Of([.. rows.Select(row => row.DeLong?.P ?? double.NaN)], config.Correction);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i] with { CorrectedP = corrected[i], CorrectedDeLongP = correctedDeLong[i] };
            rows[i] = Judged(row, metric, config);
        }
        if (PairedNumbers.Mean(labels) is { } mean)
        {
            var row = Row(mean, config, config.Level);
            rows.Add(Judged(row with { CorrectedP = row.P }, metric, config));
        }
        return new ComparisonReport
        {
            First = first,
            Second = second,
            Metric = metric,
            Config = config,
            DifferenceLevel = level,
            Rows = rows,
        };
    }

    /// <summary>Says who has the advantage: by the interval of the difference (as CheXNeXt), with Holm by the corrected p value.</summary>
    internal static ComparisonRow Judged(ComparisonRow row, Metric metric, ComparisonConfig config)
    {
        if (row.Difference is not Estimate { HasInterval: true } difference)
        {
            return row;
        }
        var shown = config.Correction == Correction.Holm ? row.CorrectedP < 1 - config.Level : difference.Lower > 0 || difference.Upper < 0;
        return row with { Advantage = shown ? Math.Sign(difference.Value) * (metric.LowerIsBetter ? -1 : 1) : 0 };
    }

    private static ComparisonRow Row(PairedNumbers one, ComparisonConfig config, double level)
    {
        if (one.First is null || one.Second is null)
        {
            var missing = new NotComputable(one.Missing, one.Size.Cases, one.Size.Positives, one.Size.Patients);
            return new ComparisonRow(one.Label, missing, missing, missing);
        }
        var difference = one.Second - one.First;
        Measurement Measure(Resampled number, double at)
        {
            var measured = BootstrapInterval.Make(number, config.Ci, at, one.Size);
            return measured is Estimate estimate ? estimate with { Method = estimate.Method + one.Note } : measured;
        }
        return new ComparisonRow(one.Label, Measure(one.First, config.Level), Measure(one.Second, config.Level), Measure(difference, level))
        {
            P = one.Size.Patients < 2 ? double.NaN : difference.TwoSidedP(),
            DeLong = one.DeLong,
            Folds = one.Folds,
        };
    }
}
