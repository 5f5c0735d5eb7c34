using MedTrain.Evaluation.Predictions;

namespace MedTrain.Evaluation.Samples;

/// <summary>Numbers for the patients and an order for the cases that depend on the ids only, not on the order of rows.</summary>
internal sealed class PatientIndex
{
    internal PatientIndex(PredictionTable table)
    {
        var ids = table.PatientIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var number = new Dictionary<string, int>(ids.Length, StringComparer.Ordinal);
        foreach (var id in ids)
        {
            number.Add(id, number.Count);
        }
        Count = ids.Length;
        OfCase = [.. table.PatientIds.Select(id => number[id])];
        Rows = [.. Enumerable.Range(0, table.Count)];
        Array.Sort([.. table.CaseIds], Rows, StringComparer.Ordinal);
    }

    /// <summary>Number of patients.</summary>
    internal int Count { get; }

    /// <summary>Patient of each row of the table; patients are numbered in ordinal order of their ids.</summary>
    internal int[] OfCase { get; }

    /// <summary>Rows of the table in ordinal order of the case ids.</summary>
    internal int[] Rows { get; }
}
