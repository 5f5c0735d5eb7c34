using System.Globalization;
using System.Text;

namespace MedTrain.Evaluation.Predictions;

/// <summary>
/// Predictions as CSV: <c>case_id,patient_id,fold,y_&lt;label&gt;…,p_&lt;label&gt;…</c>, decimal point, blank y = unknown.
/// </summary>
public static class PredictionCsv
{
    /// <summary>Reads a predictions file strictly.</summary>
    /// <param name="path">The file (UTF-8).</param>
    /// <param name="task">How to read the columns; null = see <see cref="InferTask"/>.</param>
    /// <param name="columns">Which columns mean what; null = the names that MedTrain writes.</param>
    /// <exception cref="InvalidPredictionsException">Anything is wrong; every problem is listed with its line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PredictionTable Read(string path, PredictionTask? task = null, PredictionColumns? columns = null)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        return Read(reader, path, task, columns);
    }

    /// <summary>Reads predictions from any text; <paramref name="source"/> names it in errors.</summary>
    /// <inheritdoc cref="Read(string, PredictionTask?, PredictionColumns?)" path="/exception"/>
    public static PredictionTable Read(TextReader text, string source, PredictionTask? task = null, PredictionColumns? columns = null)
    {
        var layout = CsvLayout.FromHeader(text.ReadLine(), columns ?? new PredictionColumns(), source);
        var rows = new CsvRows(layout);
        for (var (line, number) = (text.ReadLine(), 2); line is not null; (line, number) = (text.ReadLine(), number + 1))
        {
            rows.Add(line, number);
        }
        return rows.ToTable(task, source);
    }

    /// <summary>The task that the values themselves suggest, for a file that comes without one.</summary>
    /// <remarks>
    /// At least half of the known truths other than 0 and 1: regression; fewer are taken for slips, which are then refused. One label:
    /// binary. Several labels with exactly one 1 in every row and scores that sum to 1 (within 0.001): multiclass. Otherwise multilabel.
    /// </remarks>
    /// <param name="truth">[label][case].</param>
    /// <param name="scores">[label][case].</param>
    public static PredictionTask InferTask(double[][] truth, double[][] scores)
    {
        var (known, others) = (0L, 0L);
        foreach (var y in truth.SelectMany(column => column).Where(y => !double.IsNaN(y)))
        {
            known++;
            others += y is 0 or 1 ? 0 : 1;
        }
        if (others > 0 && 2 * others >= known)
        {
            return PredictionTask.Regression;
        }
        if (truth.Length == 1)
        {
            return PredictionTask.Binary;
        }
        for (var row = 0; row < truth[0].Length; row++)
        {
            if (truth.Sum(column => column[row]) != 1 || Math.Abs(scores.Sum(column => column[row]) - 1) > 1e-3)
            {
                return PredictionTask.Multilabel;
            }
        }
        return PredictionTask.Multiclass;
    }

    /// <summary>Writes a table; numbers are written so that reading gives the same doubles.</summary>
    /// <param name="path">The file; it appears under this name only when it is complete and on disk.</param>
    /// <param name="table">The predictions.</param>
    public static void Write(string path, PredictionTable table)
    {
        var partial = $"{path}.partial";
        using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write))
        {
            using (var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true))
            {
                Write(writer, table);
            }
            stream.Flush(flushToDisk: true);
        }
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Writes a table as text; lines end in a line feed on every system.</summary>
    /// <param name="text">Where to write.</param>
    /// <param name="table">The predictions.</param>
    public static void Write(TextWriter text, PredictionTable table)
    {
        var line = new StringBuilder("case_id,patient_id,fold");
        foreach (var column in table.Labels.Select(name => "y_" + name).Concat(table.Labels.Select(name => "p_" + name)))
        {
            CsvLine.Append(line.Append(','), column);
        }
        text.Write(line.Append('\n'));
        for (var row = 0; row < table.Count; row++)
        {
            line.Clear();
            CsvLine.Append(line, table.CaseIds[row]);
            CsvLine.Append(line.Append(','), table.PatientIds[row]);
            line.Append(CultureInfo.InvariantCulture, $",{table.Folds[row]}");
            for (var label = 0; label < table.Labels.Count; label++)
            {
                var truth = table.Truth(label)[row];
                line.Append(',').Append(double.IsNaN(truth) ? "" : truth.ToString("R", CultureInfo.InvariantCulture));
            }
            for (var label = 0; label < table.Labels.Count; label++)
            {
                line.Append(CultureInfo.InvariantCulture, $",{table.Scores(label)[row]:R}");
            }
            text.Write(line.Append('\n'));
        }
    }
}
