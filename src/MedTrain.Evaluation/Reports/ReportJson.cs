using System.Text.Json;
using MedTrain.Evaluation.Folds;

namespace MedTrain.Evaluation.Reports;

/// <summary>Writes an evaluation as JSON.</summary>
internal static class ReportJson
{
    internal static string Write(EvaluationReport report) => MeasurementJson.Document(json =>
    {
        json.WriteString("task", MeasurementJson.Snake(report.Task));
        json.WriteNumber("cases", report.Cases);
        json.WriteNumber("patients", report.Patients);
        WriteConfig(json, report.Config);
        MeasurementJson.WriteStrings(json, "labels", report.Labels);
        json.WriteStartArray("thresholds");
        foreach (var threshold in report.Thresholds)
        {
            MeasurementJson.WriteThreshold(json, threshold);
        }
        json.WriteEndArray();
        json.WriteStartArray("metrics");
        foreach (var entry in report.Entries)
        {
            WriteEntry(json, entry);
        }
        json.WriteEndArray();
        WriteCalibration(json, report);
        json.WriteStartArray("folds");
        foreach (var entry in report.Folds)
        {
            WriteFold(json, entry);
        }
        json.WriteEndArray();
        MeasurementJson.WriteStrings(json, "notes", report.Notes);
    });

    private static void WriteCalibration(Utf8JsonWriter json, EvaluationReport report)
    {
        json.WriteStartArray("calibration");
        foreach (var (label, line) in report.Labels.Zip(report.Calibration).Where(one => one.Second is not null))
        {
            json.WriteStartObject();
            json.WriteString("label", label);
            MeasurementJson.WriteObject(json, "slope", line!.Slope);
            MeasurementJson.WriteObject(json, "intercept", line.Intercept);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteFold(Utf8JsonWriter json, FoldEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("metric", entry.Metric);
        json.WriteString("scope", MeasurementJson.Snake(entry.Scope));
        if (entry.Label is not null)
        {
            json.WriteString("label", entry.Label);
        }
        json.WriteStartArray("values");
        foreach (var value in entry.Summary.Values)
        {
            if (double.IsNaN(value))
            {
                json.WriteNullValue();
            }
            else
            {
                json.WriteNumberValue(value);
            }
        }
        json.WriteEndArray();
        MeasurementJson.WriteDefined(json, "mean", entry.Summary.Mean);
        MeasurementJson.WriteDefined(json, "sd", entry.Summary.StandardDeviation);
        MeasurementJson.WriteDefined(json, "lower", entry.Summary.Lower);
        MeasurementJson.WriteDefined(json, "upper", entry.Summary.Upper);
        json.WriteEndObject();
    }

    private static void WriteConfig(Utf8JsonWriter json, EvaluationConfig config)
    {
        json.WriteStartObject("config");
        json.WriteNumber("replicates", config.Replicates);
        json.WriteNumber("level", config.Level);
        json.WriteString("ci", MeasurementJson.Snake(config.Ci));
        json.WriteNumber("seed", config.Seed);
        json.WriteBoolean("stratified", config.Stratified);
        json.WriteNumber("threshold", config.Threshold);
        json.WriteString("threshold_rule", MeasurementJson.Snake(config.ThresholdRule));
        json.WriteNumber("threshold_target", config.ThresholdTarget);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, ReportEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("metric", entry.Metric);
        json.WriteString("scope", MeasurementJson.Snake(entry.Scope));
        if (entry.Label is not null)
        {
            json.WriteString("label", entry.Label);
        }
        MeasurementJson.Write(json, entry.Measured);
        if (entry.Alternatives.Count > 0)
        {
            json.WriteStartArray("alternatives");
            foreach (var interval in entry.Alternatives)
            {
                MeasurementJson.WriteInterval(json, interval);
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
