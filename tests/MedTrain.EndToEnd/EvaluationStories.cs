using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MedTrain.EndToEnd;

public sealed class EvaluationStories : IDisposable
{
    private readonly MedTrainProgram program = new();

    [Fact]
    public void Somebody_plans_a_study_evaluates_another_tools_scores_and_compares_them_with_readers()
    {
        Assert.Contains("needs at least", program.Succeed("sample-size", "--auc", "0.85", "--prevalence", "0.3", "--width", "0.1").Output);
        program.Write("scores.csv", Scores(noise: 1));
        program.Write("other.csv", Scores(noise: 3));
        program.Write("readers.csv", Readings());
        string[] columns = ["--case-column", "image", "--patient-column", "subject", "--label-columns", "tumour", "--score-columns", "probability"];

        var table = program.Succeed(["evaluate", "scores.csv", .. columns, "--by", "sex", "--figures", "figures"]).Output;
        Assert.Contains("ROC AUC by sex", table);
        Assert.True(File.Exists(program.PathOf("figures/roc-tumour.svg")));
        Assert.Contains("We evaluated predictions for 200 cases", program.Succeed(["evaluate", "scores.csv", .. columns, "--methods"]).Output);

        Assert.Contains("Difference [95 %]", program.Succeed(["compare", "scores.csv", "other.csv", .. columns]).Output);
        var study = JsonDocument.Parse(program.Succeed(["compare", "scores.csv", "readers.csv", .. columns, "--json"]).Output).RootElement;
        Assert.Equal(5, study.GetProperty("points").GetArrayLength());
    }

    [Fact]
    public void Two_runs_are_compared_on_their_common_patients_and_evaluated_by_site()
    {
        TinyExperiment.Write(program, epochs: 1);
        program.Succeed("fit", "tiny.yaml", "--set", "output=runs/first");
        program.Succeed("fit", "tiny.yaml", "--set", "output=runs/second", "--set", "model.dropout=0");

        var compared = JsonDocument.Parse(program.Succeed("compare", "runs/first", "runs/second", "--replicates", "500", "--json").Output).RootElement;
        var rows = compared.GetProperty("comparisons")[0].GetProperty("rows");
        Assert.Equal(5, rows.GetArrayLength());

        var column = File.ReadLines(program.PathOf("runs/first/manifest.csv")).First().Split(',')[^1];
        Assert.Contains($"by {column}", program.Succeed("evaluate", "runs/first", "--by", column, "--replicates", "200").Output);
        Assert.Contains("fold-0", string.Join(' ', Directory.EnumerateDirectories(program.PathOf("runs/first")).Select(Path.GetFileName)));
        var page = program.Succeed("report", "runs/first", "--by", column).Output.Trim();
        Assert.Contains($"ROC AUC by {column}", File.ReadAllText(program.PathOf(page)), StringComparison.Ordinal);
        Assert.Contains("CLAIM 22", program.Succeed("evaluate", "runs/first", "--checklist", "claim", "--replicates", "100").Output);
    }

    /// <inheritdoc/>
    public void Dispose() => program.Dispose();

    private static string Scores(double noise)
    {
        var random = new Random((int)noise);
        var text = new StringBuilder("image,subject,sex,tumour,probability\n");
        for (var i = 0; i < 200; i++)
        {
            var score = 1 / (1 + Math.Exp(-((i % 3 == 0 ? 1.5 : 0) + noise * (random.NextDouble() - 0.7))));
            text.Append(CultureInfo.InvariantCulture, $"i{i},s{i / 2},{"FM"[i / 2 % 2]},{(i % 3 == 0 ? 1 : 0)},{score:0.0000}\n");
        }

        return text.ToString();
    }

    private static string Readings()
    {
        var text = new StringBuilder("reader,case_id,label,call\n");
        for (var i = 0; i < 200; i++)
        {
            foreach (var reader in new[] { 5, 7, 11 })
            {
                text.Append(CultureInfo.InvariantCulture, $"r{reader},i{i},tumour,{(i % 3 == 0 == (i % reader != 0) ? 1 : 0)}\n");
            }
        }

        return text.ToString();
    }
}
