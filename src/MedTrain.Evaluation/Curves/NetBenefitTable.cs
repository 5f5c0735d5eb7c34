using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Metrics;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Resampling;
using MedTrain.Evaluation.Samples;
using MedTrain.Evaluation.Tallies;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Curves;

/// <summary>Net benefit of acting on a model at one probability (Vickers and Elkin 2006), in net true positives a case.</summary>
/// <param name="Label">The label.</param>
/// <param name="Threshold">The probability from which one acts.</param>
/// <param name="Model">Acting on the model.</param>
/// <param name="Everybody">Acting on everybody; acting on nobody has 0.</param>
/// <param name="Gain">The model minus the better of acting on everybody and on nobody, on the same resamples.</param>
public sealed record NetBenefitRow(string Label, double Threshold, Measurement Model, Measurement Everybody, Measurement Gain);

/// <summary>The numbers of the decision curve at chosen probabilities, with intervals.</summary>
/// <param name="Level">Confidence level.</param>
/// <param name="Rows">Label by label, and within a label from low to high probability.</param>
public sealed record NetBenefitTable(double Level, IReadOnlyList<NetBenefitRow> Rows)
{
    private static readonly TallySource Classes = TallySource.Of<BinarySample>(sample =>
        new CaseSums(2, sample.Patients, (i, sums) => sums.Add(sample.Positive[i] ? 1 : 0)));

    /// <summary>Computes the table.</summary>
    /// <param name="table">Predictions whose scores are probabilities.</param>
    /// <param name="thresholds">Probabilities, each above 0 and below 1.</param>
    /// <param name="config">Replicates, level, interval and seed; null = the defaults.</param>
    /// <exception cref="EvaluationException">The table holds quantities, or a threshold is no probability.</exception>
    public static NetBenefitTable Make(PredictionTable table, IReadOnlyList<double> thresholds, EvaluationConfig? config = null)
    {
        config ??= new EvaluationConfig();
        if (table.Task == PredictionTask.Regression)
        {
            throw new EvaluationException("Net benefit is of probabilities; a Regression table has quantities. Leave it out.");
        }
        if (thresholds.Where(one => one is not (> 0 and < 1)).ToArray() is { Length: > 0 } outside)
        {
            throw new EvaluationException($"Net benefit at {string.Join(", ", outside)}: one acts at a probability above 0 and below 1.");
        }
        double[] at = [.. thresholds.Distinct().Order()];
        var patients = new PatientIndex(table);
        var samples = new SampleSet(table, patients, LabelThresholds.For(table, new ThresholdSettings(ThresholdRule.Fixed, 0.5, 0), null));
        var rows = new List<NetBenefitRow>();
        foreach (var (sample, label) in samples.Labels.Zip(table.Labels))
        {
            rows.AddRange(Label(label, sample as BinarySample, at, config.Plan(table, patients), config));
        }
        return new NetBenefitTable(config.Level, rows);
    }

    /// <summary>One row a label and probability.</summary>
    public ReportTable ToTable() => new(
        $"Net benefit, in net true positives a case [{MeasurementText.Level(Level)} interval]",
        ["", "act from", "model", "everybody", "model minus the better of everybody and nobody"],
        [.. Rows.Select(row => (IReadOnlyList<string>)
        [
            row.Label, MeasurementText.Digits(row.Threshold), MeasurementText.Cell(row.Model), MeasurementText.Cell(row.Everybody),
            MeasurementText.Cell(row.Gain),
        ])]);

    /// <summary>The table as JSON; equal input gives equal bytes.</summary>
    public string ToJson() => MeasurementJson.Document(json =>
    {
        json.WriteNumber("level", Level);
        json.WriteStartArray("rows");
        foreach (var row in Rows)
        {
            json.WriteStartObject();
            json.WriteString("label", row.Label);
            json.WriteNumber("threshold", row.Threshold);
            MeasurementJson.WriteObject(json, "model", row.Model);
            MeasurementJson.WriteObject(json, "everybody", row.Everybody);
            MeasurementJson.WriteObject(json, "gain", row.Gain);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static IEnumerable<NetBenefitRow> Label(
        string label, BinarySample? sample, double[] at, ResamplingPlan plan, EvaluationConfig config)
    {
        var size = sample is null ? default : SampleSize.Of(sample);
        var missing = sample is null ? "the truth is unknown in every case"
            : Need.Probability.Met(sample) ? null : Need.Probability.Missing;
        if (missing is not null)
        {
            var none = new NotComputable(missing, size.Cases, size.Positives, size.Patients);
            return at.Select(one => new NetBenefitRow(label, one, none, none, none));
        }
        var (work, source) = (new Quantities(), NetBenefits.Source(at));
        foreach (var value in NetBenefits.Values(at))
        {
            work.Add(new Metric("", "", source, value), sample!);
        }
        foreach (var odds in at.Select(one => one / (1 - one)))
        {
            work.Add(new Metric("", "", Classes, counts => (counts[1] - counts[0] * odds) / (counts[0] + counts[1])), sample!);
        }
        var numbers = work.On(plan);
        Measurement Measure(Resampled number) => BootstrapInterval.Make(number, config.Ci, config.Level, size);
        return at.Select((one, i) =>
        {
            var (model, everybody) = (numbers[i], numbers[at.Length + i]);
            var gain = Resampled.Combine([model, everybody], values => values[0] - Math.Max(0, values[1]));
            return new NetBenefitRow(label, one, Measure(model), Measure(everybody), Measure(gain));
        });
    }
}
