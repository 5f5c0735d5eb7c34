using System.Text.Json;
using MedTrain.Evaluation.Intervals;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Thresholds;

namespace MedTrain.Evaluation.Comparison;

/// <summary>Writes a comparison as JSON.</summary>
internal static class ComparisonJson
{
    internal static string Write(ComparisonReport report) => MeasurementJson.Document(json => Write(json, report));

    internal static string Write(IReadOnlyList<ComparisonReport> reports) => MeasurementJson.Document(json =>
    {
        json.WriteStartArray("comparisons");
        foreach (var report in reports)
        {
            json.WriteStartObject();
            Write(json, report);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <summary>The keys of a comparison, into an open object.</summary>
    internal static void Write(Utf8JsonWriter json, ComparisonReport report)
    {
        json.WriteString("first", report.First);
        json.WriteString("second", report.Second);
        json.WriteString("metric", report.Metric.Name);
        json.WriteNumber("replicates", report.Config.Replicates);
        json.WriteNumber("level", report.Config.Level);
        json.WriteNumber("difference_level", report.DifferenceLevel);
        json.WriteString("ci", MeasurementJson.Snake(report.Config.Ci));
        json.WriteString("correction", MeasurementJson.Snake(report.Config.Correction));
        json.WriteNumber("seed", report.Config.Seed);
        WriteThresholds(json, "first_thresholds", report.FirstThresholds);
        WriteThresholds(json, "second_thresholds", report.SecondThresholds);
        MeasurementJson.WriteStrings(json, "notes", report.Notes);
        json.WriteStartArray("rows");
        foreach (var row in report.Rows)
        {
            WriteRow(json, row);
        }
        json.WriteEndArray();
    }

    private static void WriteThresholds(Utf8JsonWriter json, string name, IReadOnlyList<LabelThreshold> thresholds)
    {
        if (thresholds.Count > 0)
        {
            json.WriteStartArray(name);
            foreach (var threshold in thresholds)
            {
                MeasurementJson.WriteThreshold(json, threshold);
            }
            json.WriteEndArray();
        }
    }

    private static void WriteRow(Utf8JsonWriter json, ComparisonRow row)
    {
        json.WriteStartObject();
        if (row.Label is not null)
        {
            json.WriteString("label", row.Label);
        }
        MeasurementJson.WriteObject(json, "first", row.First);
        MeasurementJson.WriteObject(json, "second", row.Second);
        MeasurementJson.WriteObject(json, "difference", row.Difference);
        MeasurementJson.WriteDefined(json, "p", row.P);
        MeasurementJson.WriteDefined(json, "p_corrected", row.CorrectedP);
        if (row.DeLong is DeLongTest test)
        {
            MeasurementJson.WriteDefined(json, "delong_z", test.Z);
            MeasurementJson.WriteDefined(json, "delong_p", test.P);
            MeasurementJson.WriteDefined(json, "delong_p_corrected", row.CorrectedDeLongP);
        }
        if (row.Folds is { } folds)
        {
            MeasurementJson.WriteDefined(json, "folds_mean_difference", folds.Mean);
            MeasurementJson.WriteDefined(json, "folds_sd", folds.StandardDeviation);
            MeasurementJson.WriteDefined(json, "folds_lower", folds.Lower);
            MeasurementJson.WriteDefined(json, "folds_upper", folds.Upper);
            MeasurementJson.WriteDefined(json, "folds_p", folds.P);
        }
        if (row.Advantage is { } advantage)
        {
            json.WriteNumber("advantage", advantage);
        }
        json.WriteEndObject();
    }
}
