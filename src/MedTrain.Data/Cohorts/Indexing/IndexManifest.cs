using System.Globalization;
using CsvHelper;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>Writes an index as a manifest.</summary>
internal static class IndexManifest
{
    private static readonly string[] First = ["case_id", "patient_id", "path", "session", "split", "age", "sex", "site"];

    /// <summary>Helpers of the making that no manifest needs.</summary>
    private static readonly string[] Dropped = ["participant_id", "session_id", "table", "suffix"];

    /// <summary>Writes; paths are relative to the manifest.</summary>
    /// <returns>The columns.</returns>
    public static IReadOnlyList<string> Write(string manifest, IndexTable table)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(manifest))!;
        var filled = table.Rows.SelectMany(row => row.Values.Where(entry => entry.Value.Length > 0).Select(entry => entry.Key)).Distinct(StringComparer.Ordinal).ToList();
        List<string> columns = [.. First.Where(column => column is "path" || filled.Contains(column)), .. table.Declared.Except(First), .. filled.Except(First).Except(Dropped).Except(table.Declared)];
        AtomicFile.Write(manifest, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            using var csv = new CsvWriter(writer, CultureInfo.InvariantCulture);
            WriteRow(csv, columns);
            foreach (var row in table.Rows)
            {
                WriteRow(csv, columns.Select(column => column == "path" ? Path.GetRelativePath(folder, row.Path) : row[column]));
            }
        });
        return columns;
    }

    private static void WriteRow(CsvWriter csv, IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }
        csv.NextRecord();
    }
}
