using System.Globalization;
using MedTrain.Configuration;
using MedTrain.Data.Cohorts;

namespace MedTrain.Presentation;

/// <summary>Prints what the parts of a split hold and how alike they are.</summary>
/// <param name="plan">The experiment with its split.</param>
/// <param name="balance">Comparisons of columns between parts.</param>
/// <param name="file">The file that was written, or null.</param>
internal sealed class SplitReport(ExperimentPlan plan, IReadOnlyList<BalanceRow> balance, string? file)
{
    /// <summary>Prints tables.</summary>
    public void Write(TextWriter output)
    {
        PartTable.Write(plan, output);
        if (balance.Count > 0)
        {
            TextTable.Write(output, "Parts against training, by patient", ["fold", "column", "part", "there", "in training", "test", "p"], balance.Select(row => new[]
            {
                $"{row.Fold}", row.Column, ConfigNames.ToKey($"{row.Part}"), row.InPart, row.InTraining, row.Test,
                row.PValue?.ToString("0.000", CultureInfo.InvariantCulture) ?? "not computable",
            }), 6);
        }

        foreach (var warning in plan.Warnings) { output.WriteLine("Warning: " + warning); }

        if (plan.Leakage.Outcome is { } accepted) { output.WriteLine(accepted.Note); }

        output.WriteLine(file is null ? $"Not written (--out FILE writes it). Hash {plan.Split.Hash}" : $"{file}: hash {plan.Split.Hash}");
    }

    /// <summary>Prints the same as JSON.</summary>
    public void WriteJson(TextWriter output) => JsonOutput.Write(output, new
    {
        File = file,
        plan.Split.Hash,
        Parts = PartTable.Parts(plan),
        Balance = balance,
        plan.Warnings,
        plan.Leakage.Outcome,
    });
}
