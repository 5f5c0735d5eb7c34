using System.Text.Json;
using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Reports;

namespace MedTrain.Evaluation.Readers;

/// <summary>Writes a reader study as JSON.</summary>
internal static class ReaderJson
{
    internal static string Write(ReaderReport report) => MeasurementJson.Document(json =>
    {
        json.WriteString("model", report.Auc.Second);
        json.WriteString("readers", report.Auc.First);
        MeasurementJson.WriteStrings(json, "notes", report.Notes);
        json.WriteStartArray("points");
        foreach (var point in report.Points)
        {
            WritePoint(json, point);
        }
        json.WriteEndArray();
        foreach (var (name, comparison) in new[] { ("auc", report.Auc), ("f1", report.F1) })
        {
            json.WriteStartObject(name);
            ComparisonJson.Write(json, comparison);
            json.WriteEndObject();
        }
        json.WriteStartArray("multi_reader");
        foreach (var row in report.MultiReader)
        {
            WriteRow(json, row);
        }
        json.WriteEndArray();
    });

    internal static string Write(IReadOnlyList<MultiReaderRow> rows) => MeasurementJson.Document(json =>
    {
        json.WriteStartArray("multi_reader");
        foreach (var row in rows)
        {
            WriteRow(json, row);
        }
        json.WriteEndArray();
    });

    private static void WritePoint(Utf8JsonWriter json, ReaderPoint point)
    {
        json.WriteStartObject();
        json.WriteString("label", point.Label);
        json.WriteString("reader", point.Reader);
        json.WriteBoolean("model", point.IsModel);
        MeasurementJson.WriteObject(json, "sensitivity", point.Sensitivity);
        MeasurementJson.WriteObject(json, "specificity", point.Specificity);
        if (point.Auc is not null)
        {
            MeasurementJson.WriteObject(json, "roc_auc", point.Auc);
        }
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, MultiReaderRow row)
    {
        json.WriteStartObject();
        json.WriteString("label", row.Label);
        json.WriteString("what", row.What);
        MeasurementJson.WriteObject(json, "bootstrap", row.Bootstrap);
        if (row.Analytic is { } analytic)
        {
            json.WriteStartObject("obuchowski_rockette");
            json.WriteNumber("mean", analytic.Mean);
            json.WriteNumber("lower", analytic.Lower);
            json.WriteNumber("upper", analytic.Upper);
            MeasurementJson.WriteDefined(json, "degrees_of_freedom", analytic.Degrees);
            MeasurementJson.WriteDefined(json, "p", analytic.P);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
