using System.Globalization;
using CsvHelper;

namespace MedTrain.Data.Cohorts;

/// <summary>Writes and reads <c>split.csv</c>: <c>case_id,patient_id,fold,part</c>, one line per case and fold.</summary>
public static class SplitFile
{
    /// <summary>Writes a split, through a temporary file that replaces the old one when it is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cohort">The cohort.</param>
    /// <param name="split">Its split.</param>
    public static void Write(string path, Cohort cohort, Split split)
    {
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            using var csv = new CsvWriter(writer, CultureInfo.InvariantCulture);
            WriteRow(csv, "case_id", "patient_id", "fold", "part");
            foreach (var fold in split.Folds)
            {
                for (var index = 0; index < cohort.Cases.Count; index++)
                {
                    var one = cohort.Cases[index];
                    WriteRow(csv, one.CaseId, one.PatientId, $"{fold.Number}", SplitPartNames.NameOf(fold.PartOf(index)));
                }
            }
        });
    }

    /// <summary>Reads the split of a cohort.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cohort">The cohort; every one of its cases must be in each fold of the file.</param>
    /// <param name="allowLeakage">Accept a patient in two parts of one fold.</param>
    /// <returns>The split.</returns>
    /// <exception cref="CohortException">The file is no split of this cohort; carries every problem with its line.</exception>
    /// <exception cref="LeakageException">The file puts a patient into two parts of one fold.</exception>
    public static Split Read(string path, Cohort cohort, bool allowLeakage = false)
    {
        if (!File.Exists(path))
        {
            throw new CohortException([new DataProblem(DataProblemKind.Config, $"there is no file '{path}'", ConfigKey: "split.file")]);
        }
        var problems = new ProblemList(path);
        var parts = new SortedDictionary<int, SplitPart?[]>();
        if (ManifestTable.Read(path, problems) is { } table)
        {
            ReadParts(table, cohort, parts, problems);
        }
        foreach (var (fold, ofFold) in parts)
        {
            var missing = Enumerable.Range(0, ofFold.Length).Where(index => ofFold[index] is null).Select(index => cohort.Cases[index].CaseId).ToList();
            if (missing.Count > 0)
            {
                problems.AddFile($"lacks {missing.Count} cases in fold {fold}: {string.Join(", ", missing.Take(5))}{(missing.Count > 5 ? ", …" : "")}");
            }
        }
        if (!problems.IsEmpty)
        {
            throw new CohortException(problems.ToList());
        }
        return new Split(cohort, [.. parts.Values.Select(ofFold => ofFold.Select(part => part!.Value).ToArray())], allowLeakage);
    }

    private static void ReadParts(ManifestTable table, Cohort cohort, SortedDictionary<int, SplitPart?[]> parts, ProblemList problems)
    {
        var columns = new[] { "case_id", "fold", "part" }.Select(name => (name, index: table.IndexOf(name))).ToList();
        foreach (var (name, _) in columns.Where(column => column.index is null))
        {
            problems.AddFile($"lacks the column '{name}'; a split has the columns case_id,patient_id,fold,part", 1);
        }
        if (columns.Exists(column => column.index is null))
        {
            return;
        }
        var indexOfCase = cohort.Cases.Select((one, index) => (one.CaseId, index)).ToDictionary(entry => entry.CaseId, entry => entry.index, StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            var fields = columns.Select(column => row.Fields[column.index!.Value]).ToList();
            var part = SplitPartNames.Parse(fields[2]);
            if (!indexOfCase.TryGetValue(fields[0], out var index))
            {
                problems.AddLine(row.Line, "unknown case", $"case '{fields[0]}' is not in the cohort");
            }
            else if (!int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var fold) || part is null)
            {
                problems.AddLine(row.Line, "bad fold or part", $"fold '{fields[1]}' and part '{fields[2]}' must be a whole number and train, validation or test");
            }
            else
            {
                var ofFold = parts.TryGetValue(fold, out var existing) ? existing : parts[fold] = new SplitPart?[cohort.Cases.Count];
                if (ofFold[index] is not null)
                {
                    problems.AddLine(row.Line, "repeated case", $"case '{fields[0]}' is given twice in fold {fold}");
                }
                ofFold[index] = part;
            }
        }
    }

    private static void WriteRow(CsvWriter csv, params string[] fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }
        csv.NextRecord();
    }
}
