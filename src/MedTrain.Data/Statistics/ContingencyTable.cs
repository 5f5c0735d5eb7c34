namespace MedTrain.Data.Statistics;

/// <summary>Counts of two categories against each other, and Pearson's chi-squared test of their independence (without correction).</summary>
internal sealed class ContingencyTable
{
    private readonly double statistic;
    private readonly double total;
    private readonly int rows;
    private readonly int columns;

    private ContingencyTable(double[][] counts)
    {
        double[] rowSums = [.. counts.Select(row => row.Sum())];
        double[] columnSums = [.. Enumerable.Range(0, counts.Length == 0 ? 0 : counts[0].Length).Select(column => counts.Sum(row => row[column]))];
        total = rowSums.Sum();
        rows = rowSums.Count(sum => sum > 0);
        columns = columnSums.Count(sum => sum > 0);
        for (var r = 0; r < rowSums.Length; r++)
        {
            for (var c = 0; c < columnSums.Length; c++)
            {
                var expected = rowSums[r] * columnSums[c] / total;
                statistic += expected > 0 ? (counts[r][c] - expected) * (counts[r][c] - expected) / expected : 0;
            }
        }
    }

    /// <summary>The p value, or null when there is only one row or column.</summary>
    public double? PValue => IsTestable ? SpecialFunctions.UpperGamma((rows - 1) * (columns - 1) / 2.0, statistic / 2) : null;

    /// <summary>Cramér's V, from 0 (independent) to 1 (one tells the other), or null when there is only one row or column.</summary>
    public double? CramersV => IsTestable ? Math.Sqrt(statistic / (total * (Math.Min(rows, columns) - 1))) : null;

    private bool IsTestable => rows > 1 && columns > 1;

    /// <summary>Counts pairs of values.</summary>
    public static ContingencyTable Of<TRow, TColumn>(IEnumerable<(TRow Row, TColumn Column)> pairs)
        where TRow : notnull
        where TColumn : notnull
    {
        var list = pairs.ToList();
        var columnIndex = list.Select(pair => pair.Column).Distinct().Select((column, index) => (column, index)).ToDictionary(entry => entry.column, entry => entry.index);
        return new ContingencyTable([.. list.GroupBy(pair => pair.Row).Select(row =>
        {
            var counts = new double[columnIndex.Count];
            foreach (var pair in row)
            {
                counts[columnIndex[pair.Column]]++;
            }
            return counts;
        })]);
    }
}
