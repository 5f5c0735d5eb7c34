using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Subgroups;

/// <summary>One metric by the values of a column: sex, age band, site, scanner.</summary>
public sealed record SubgroupTable
{
    /// <summary>A group with fewer positive or fewer negative cases (fewer cases, for quantities) is not computed but called too
    /// few.</summary>
    public const int FewestCases = 10;

    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>The metric.</summary>
    public required Metric Metric { get; init; }

    /// <summary>Confidence level.</summary>
    public required double Level { get; init; }

    /// <summary>Cases whose group is unknown; they are in no group and no rest.</summary>
    public required int Unknown { get; init; }

    /// <summary>Label by label, and within a label group by group.</summary>
    public required IReadOnlyList<SubgroupRow> Rows { get; init; }

    /// <summary>Computes the table.</summary>
    /// <param name="table">The predictions.</param>
    /// <param name="column">Name of the column, to show.</param>
    /// <param name="groups">The group of each case, in the table's order; null or blank = unknown.</param>
    /// <param name="metric">Name of the metric; null = ROC AUC, or the mean absolute error of quantities.</param>
    /// <param name="config">Replicates, level, interval, seed and threshold; null = the defaults.</param>
    /// <param name="validation">Predictions on which thresholds are chosen if the configuration says so.</param>
    /// <param name="order">The groups in the order in which they are shown; null = by name.</param>
    /// <exception cref="EvaluationException">The metric is for another task, or there is not one group a case.</exception>
    public static SubgroupTable Make(
        PredictionTable table,
        string column,
        IReadOnlyList<string?> groups,
        string? metric = null,
        EvaluationConfig? config = null,
        PredictionTable? validation = null,
        IReadOnlyList<string>? order = null)
    {
        if (groups.Count != table.Count)
        {
            throw new EvaluationException($"Column {column} has {groups.Count} values for {table.Count} cases. Give one a case, blank "
                + "where unknown.");
        }
        config ??= new EvaluationConfig();
        var row = TaskMetrics.Find(table.Task, metric);
        var patients = new PatientIndex(table);
        var thresholds = LabelThresholds.For(table, config.Thresholds, validation);
        var known = Enumerable.Range(0, table.Count).Where(i => !string.IsNullOrWhiteSpace(groups[i])).ToArray();
        var names = known.Select(i => groups[i]!).Distinct(StringComparer.Ordinal)
            .OrderBy(name => order?.ToList().IndexOf(name)).ThenBy(name => name, StringComparer.Ordinal).ToArray();
        var quantities = new Quantities();
        var planned = names.SelectMany(name => Plan(table, patients, thresholds, groups, name, row, quantities)).ToArray();
        var numbers = quantities.On(config.Plan(table, patients));
        return new SubgroupTable
        {
            Column = column,
            Metric = row,
            Level = config.Level,
            Unknown = table.Count - known.Length,
            Rows = [.. planned.OrderBy(one => one.Order).Select(one => Row(one, numbers, config))],
        };
    }

    /// <summary>One row a label and group: n, positives, prevalence, the value, the difference from the rest.</summary>
    public ReportTable ToTable()
    {
        var level = MeasurementText.Level(Level);
        var counted = Rows.Any(row => row.Value.Positives is not null);
        return new ReportTable(
            $"{Metric.Title} by {Column} [{level} interval]" + (Unknown > 0 ? $"; {Unknown} cases of unknown {Column} left out" : ""),
            [
                "label", Column, "n", .. counted ? ["positive", "prevalence"] : Array.Empty<string>(), Metric.Title,
                "difference from the rest",
            ],
            [.. Rows.Select(row => (IReadOnlyList<string>)
            [
                row.Label ?? "all classes", row.Group, $"{row.Value.Count}",
                .. counted ? [$"{row.Value.Positives}", double.IsNaN(row.Prevalence) ? "" : MeasurementText.Number(row.Prevalence)]
                    : Array.Empty<string>(),
                MeasurementText.Cell(row.Value), MeasurementText.Cell(row.Difference),
            ])]);
    }

    /// <summary>The table as JSON; equal input gives equal bytes.</summary>
    public string ToJson() => MeasurementJson.Document(json =>
    {
        json.WriteString("column", Column);
        json.WriteString("metric", Metric.Name);
        json.WriteNumber("level", Level);
        json.WriteNumber("unknown", Unknown);
        json.WriteStartArray("rows");
        foreach (var row in Rows)
        {
            json.WriteStartObject();
            json.WriteString("label", row.Label);
            json.WriteString("group", row.Group);
            MeasurementJson.WriteDefined(json, "prevalence", row.Prevalence);
            MeasurementJson.WriteObject(json, "value", row.Value);
            MeasurementJson.WriteObject(json, "difference", row.Difference);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static IEnumerable<Planned> Plan(
        PredictionTable table,
        PatientIndex patients,
        LabelThresholds thresholds,
        IReadOnlyList<string?> groups,
        string name,
        Metric metric,
        Quantities quantities)
    {
        var inside = new SampleSet(table, patients, thresholds, row => groups[row] == name);
        var rest = new SampleSet(table, patients, thresholds, row => !string.IsNullOrWhiteSpace(groups[row]) && groups[row] != name);
        var all = metric.Source.Kind == typeof(MulticlassSample);
        for (var label = 0; label < (all ? 1 : table.Labels.Count); label++)
        {
            Sample? one = all ? inside.Classes : inside.Labels[label], other = all ? rest.Classes : rest.Labels[label];
            var (missing, restMissing) = (Missing(metric, one), Missing(metric, other));
            yield return new Planned(label, all ? null : table.Labels[label], name, one, missing,
                missing ?? (restMissing is null ? null : $"in the rest, {restMissing}"))
            {
                Inside = missing is null ? quantities.Add(metric, one!) : -1,
                Rest = missing is null && restMissing is null ? quantities.Add(metric, other!) : -1,
            };
        }
    }

    private static string? Missing(Metric metric, Sample? sample) => sample switch
    {
        null => "there is no case",
        BinarySample binary when Math.Min(binary.Positives, binary.Negatives) < FewestCases =>
            $"too few: {binary.Positives} positive and {binary.Negatives} negative cases",
        not null when sample.Count < FewestCases => $"too few: {sample.Count} cases",
        _ => metric.WhyNot(sample),
    };

    private static SubgroupRow Row(Planned one, Resampled[] numbers, EvaluationConfig config)
    {
        var size = one.Sample is null ? default : SampleSize.Of(one.Sample);
        Measurement Make(string? missing, Func<Resampled> number) => missing is null
            ? BootstrapInterval.Make(number(), config.Ci, config.Level, size)
            : new NotComputable(missing, size.Cases, size.Positives, size.Patients);
        return new SubgroupRow(
            one.Label, one.Group, size.Positives is { } positives && size.Cases > 0 ? (double)positives / size.Cases : double.NaN,
            Make(one.Missing, () => numbers[one.Inside]), Make(one.DifferenceMissing, () => numbers[one.Inside] - numbers[one.Rest]));
    }

    private sealed record Planned(int Order, string? Label, string Group, Sample? Sample, string? Missing, string? DifferenceMissing)
    {
        internal int Inside { get; init; }

        internal int Rest { get; init; }
    }
}
