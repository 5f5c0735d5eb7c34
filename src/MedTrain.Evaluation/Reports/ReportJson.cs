using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MedTrain.Evaluation.Intervals;

namespace MedTrain.Evaluation.Reports;

/// <summary>Writes reports as JSON with keys in a fixed order and numbers that read back as the same doubles.</summary>
internal static class ReportJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Write(EvaluationReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("task", Snake(report.Task));
            json.WriteNumber("cases", report.Cases);
            json.WriteNumber("patients", report.Patients);
            WriteConfig(json, report.Config);
            WriteStrings(json, "labels", report.Labels);
            json.WriteStartObject("thresholds");
            foreach (var (label, threshold) in report.Labels.Zip(report.Thresholds))
            {
                json.WriteNumber(label, threshold);
            }
            json.WriteEndObject();
            json.WriteStartArray("metrics");
            foreach (var entry in report.Entries)
            {
                WriteEntry(json, entry);
            }
            json.WriteEndArray();
            WriteStrings(json, "notes", report.Notes);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteConfig(Utf8JsonWriter json, EvaluationConfig config)
    {
        json.WriteStartObject("config");
        json.WriteNumber("replicates", config.Replicates);
        json.WriteNumber("level", config.Level);
        json.WriteString("ci", Snake(config.Ci));
        json.WriteNumber("seed", config.Seed);
        json.WriteBoolean("stratified", config.Stratified);
        json.WriteNumber("threshold", config.Threshold);
        json.WriteString("threshold_rule", Snake(config.ThresholdRule));
        json.WriteNumber("threshold_target", config.ThresholdTarget);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, ReportEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("metric", entry.Metric);
        json.WriteString("scope", Snake(entry.Scope));
        if (entry.Label is not null)
        {
            json.WriteString("label", entry.Label);
        }
        WriteMeasurement(json, entry.Measured);
        if (entry.Alternatives.Count > 0)
        {
            json.WriteStartArray("alternatives");
            foreach (var interval in entry.Alternatives)
            {
                json.WriteStartObject();
                json.WriteString("method", interval.Method);
                json.WriteNumber("lower", interval.Lower);
                json.WriteNumber("upper", interval.Upper);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteMeasurement(Utf8JsonWriter json, Measurement measured)
    {
        if (measured is Estimate estimate)
        {
            json.WriteNumber("value", estimate.Value);
            if (estimate.HasInterval)
            {
                json.WriteNumber("lower", estimate.Lower);
                json.WriteNumber("upper", estimate.Upper);
            }
            json.WriteString("method", estimate.Method);
            json.WriteNumber("degenerate_replicates", estimate.Degenerate);
        }
        else if (measured is NotComputable missing)
        {
            json.WriteString("not_computable", missing.Reason);
        }
        json.WriteNumber("n", measured.Count);
        if (measured.Positives is { } positives)
        {
            json.WriteNumber("positives", positives);
        }
        json.WriteNumber("patients", measured.Patients);
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    private static string Snake<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
