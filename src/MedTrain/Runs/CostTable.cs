using System.Globalization;
using System.Text;
using MedTrain.Learning.Baselines;

namespace MedTrain.Runs;

/// <summary><c>costs.csv</c> of a baseline: every C with its score in the inner cross-validation.</summary>
internal static class CostTable
{
    /// <summary>The table as CSV: <c>label,c,inner_score,chosen</c>.</summary>
    public static string Of(IReadOnlyList<string> labels, IReadOnlyList<IReadOnlyList<CostScore>> tried)
    {
        var text = new StringBuilder("label,c,inner_score,chosen\n");
        foreach (var (label, scores) in labels.Zip(tried))
        {
            foreach (var one in scores)
            {
                var chosen = one.Cost == BaselineTraining.Best(scores) ? 1 : 0;
                var score = double.IsNaN(one.Score) ? "" : one.Score.ToString("R", CultureInfo.InvariantCulture);
                text.Append(CultureInfo.InvariantCulture, $"{Quoted(label)},{one.Cost:R},{score},{chosen}\n");
            }
        }

        return text.ToString();
    }

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(',', '"', '\n') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
