using System.Globalization;
using CsvHelper;

namespace MedTrain.Data.Cohorts;

/// <summary>Writes a cohort as a manifest, the way it was understood.</summary>
public static class ManifestFile
{
    /// <summary>Writes <c>case_id,patient_id,path</c>, one column a label (encoded, blank = unknown) and the cohort's other columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cohort">The cohort; its paths are written as they are.</param>
    public static void Write(string path, Cohort cohort) => AtomicFile.Write(path, stream =>
    {
        string[] fixedColumns = ["case_id", "patient_id", "path", .. cohort.LabelNames];
        string[] others = [.. cohort.Cases.SelectMany(one => one.Columns.Keys).Distinct(StringComparer.Ordinal).Except(fixedColumns, StringComparer.Ordinal)];
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        using var csv = new CsvWriter(writer, CultureInfo.InvariantCulture);
        WriteRow(csv, fixedColumns.Concat(others));
        foreach (var one in cohort.Cases)
        {
            WriteRow(csv, [one.CaseId, one.PatientId, one.Path, .. one.Labels.Select(Text), .. others.Select(column => one.Columns.GetValueOrDefault(column, ""))]);
        }
    });

    private static string Text(float label) => float.IsNaN(label) ? "" : label.ToString(CultureInfo.InvariantCulture);

    private static void WriteRow(CsvWriter csv, IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }

        csv.NextRecord();
    }
}
